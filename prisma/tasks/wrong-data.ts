import { normalizeAddress } from '../../domain/address';
import type { AddressHash } from '../../domain/address-hash';
import type { Channel } from '../../domain/channel';
import { InvalidInput, NotFound } from '../../domain/errors';
import { audit } from '../audit';
import type { Db } from '../client';
import { suppressAddress } from '../suppressions';
import { inTransaction } from '../transaction';
import { addNote } from './note';

/** What a person can find to be wrong about a customer. */
export const WRONG_DATA = ['email', 'phone', 'name', 'company', 'other'] as const;
export type WrongData = (typeof WRONG_DATA)[number];

/** The channels that a wrong address must not be used on any more: whoever has it now is somebody else. */
const CHANNELS: Partial<Record<WrongData, readonly Channel[]>> = { email: ['email'], phone: ['sms'] };

/**
 * Writes down that what is known of a customer is wrong, as a note on the task. An address that belongs to somebody else is not used again: it is
 * suppressed, as one that does not exist is. What is right comes from the backends, or by a correction of the customer. Throws NotFound, or
 * InvalidInput when there is no such address.
 */
export async function markWrongData(
  db: Db,
  said: {
    readonly taskId: string;
    readonly by: string;
    readonly what: WrongData;
    readonly note: string;
    readonly requestId: string;
  },
  addressHash: AddressHash,
  now: Date,
): Promise<{ readonly suppressed: readonly Channel[] }> {
  const { taskId, by, what, note, requestId } = said;
  return inTransaction(db, async (tx) => {
    const task = await tx.task.findUnique({ where: { id: taskId }, select: { customerId: true } });
    if (!task) throw new NotFound('There is no such task.');
    const customer = await tx.customer.findUniqueOrThrow({ where: { id: task.customerId } });
    const channels = CHANNELS[what] ?? [];
    for (const channel of channels) {
      const address = normalizeAddress(channel, (channel === 'email' ? customer.email : customer.phone) ?? '');
      if (address === null) {
        throw new InvalidInput('There is nothing to be wrong.', [
          { pointer: '/what', detail: `must be something that is known of the customer: there is no ${what}` },
        ]);
      }
      const source = `task:${taskId}`;
      await suppressAddress(tx, {
        channel,
        addressHash: addressHash(channel, address),
        reason: 'invalid',
        source,
        at: now,
      });
    }
    await addNote(tx, { taskId, by, body: `Wrong ${what}: ${note}` }, now);
    const detail = { what, suppressed: channels };
    await audit(tx, { actor: by, action: 'customer.data_wrong', subject: customer.id, detail, requestId }, now);
    return { suppressed: channels };
  });
}
