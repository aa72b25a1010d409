import { newId } from '../../domain/ids';
import { askForPerson } from '../../prisma/asks';
import type { Db } from '../../prisma/client';
import type { TaskRow } from '../../prisma/tasks/row';
import { inTransaction } from '../../prisma/transaction';

/** Who a customer of an inbox test is, and what their task asks. */
export interface Asked {
  readonly name?: string;
  readonly email?: string;
  readonly company?: string;
  readonly owner?: string;
  readonly traits?: Record<string, string | number>;
  readonly because?: string;
  readonly queue?: string;
  readonly priority?: 'urgent' | 'high' | 'normal' | 'low';
  /** From the opening on, in hours (default 24). */
  readonly dueInHours?: number;
}

/** Writes a customer who asks for a person at `at`, and returns the task, ranked as the product does. */
export async function asked(db: Db, asking: Asked, at: Date): Promise<TaskRow> {
  const { name = null, email = null, company, owner = null, traits = {}, because = 'asked for a person' } = asking;
  const { queue = 'customer-success', priority = 'normal', dueInHours = 24 } = asking;
  const customerId = newId(at);
  const profile = { name, email, owner, traits };
  await db.customer.create({ data: { id: customerId, ...profile, createdAt: at, updatedAt: at } });
  if (company !== undefined) {
    const accountId = newId(at);
    await db.account.create({
      data: { id: accountId, groupId: accountId, name: company, createdAt: at, updatedAt: at },
    });
    await db.accountMember.create({ data: { accountId, customerId, joinedAt: at } });
  }
  const ask = { name: 'help-request', queue, priority, due: `${dueInHours} hours` } as const;
  return inTransaction(db, (tx) => askForPerson(tx, { ask, customerId, key: newId(at), because }, at));
}
