import { isAbsent } from '../../domain/policy/assignment';
import type { Tx } from '../client';
import { Prisma } from '../generated/client';

/** Whom a breach is told when nobody is named for the queue and nobody leads it: whoever looks. */
const ANY_LEAD = 'lead';

interface Lead {
  readonly id: string;
  readonly own: boolean;
  readonly absentFrom: Date | null;
  readonly absentUntil: Date | null;
}

/** Who leads a queue: of the leads who serve it somebody who is there, those first who name it as theirs. */
export async function leadOfQueue(tx: Tx, queue: string, at: Date): Promise<string> {
  const leads = await tx.$queryRaw<Lead[]>(Prisma.sql`
    SELECT id, ${queue} = ANY(queues) AS own, absent_from AS "absentFrom", absent_until AS "absentUntil" FROM staff
    WHERE role = 'lead' AND disabled_at IS NULL AND (queues = '{}' OR ${queue} = ANY(queues))
    ORDER BY own DESC, id LIMIT 100`);
  return (leads.find((lead) => !isAbsent(lead, at)) ?? leads[0])?.id ?? ANY_LEAD;
}
