import type { JourneyHeader } from '../domain/journey';
import { MOST_IN_A_STAGE, worthTelling, type HeardSoFar } from '../domain/policy/noise';
import type { Tx } from './client';
import { Prisma } from './generated/client';
import type { OpenEnrollment, Told } from './hearing';

/** An open run, with how many facts it has heard in its present stage: exact up to the most that it is told without question. */
export interface HearingRun extends OpenEnrollment {
  readonly heard: number;
}

/** The count of a run's row in `enrollments e`, which reads no further than the most. */
export function heardCount(): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT 1 FROM timeline t WHERE t.enrollment_id = e.id AND t.at >= e.stage_at
    AND t.kind = 'event' LIMIT ${MOST_IN_A_STAGE}) s)`;
}

/** Leaves out what a run need not be told (domain/policy/noise.ts). Reads more only of runs that have heard very much. */
export async function withoutNoise(
  tx: Tx,
  runs: readonly HearingRun[],
  told: readonly Told[],
  journeys: readonly JourneyHeader[],
): Promise<Told[]> {
  const kept: Told[] = [];
  for (const { id, heard, journey } of runs) {
    const theirs = told.filter(({ enrollment }) => enrollment.id === id);
    if (heard + theirs.length <= MOST_IN_A_STAGE) {
      kept.push(...theirs);
      continue;
    }
    const header = journeys.find(({ name }) => name === journey);
    const ends = new Set([...(header?.goal ?? []), ...(header?.exitOn ?? [])]);
    const facts = theirs.map(({ event: { type, occurredAt } }) => ({ type, occurredAt, settles: ends.has(type) }));
    const worth = worthTelling(facts, { count: heard, latest: await latestHeard(tx, id) });
    kept.push(...theirs.filter((_fact, index) => worth[index]));
  }
  return kept;
}

async function latestHeard(tx: Tx, enrollmentId: string): Promise<HeardSoFar['latest']> {
  const rows = await tx.$queryRaw<{ type: string; at: Date }[]>(Prisma.sql`
    SELECT t.detail ->> 'type' AS type, max(t.at) AS at FROM timeline t JOIN enrollments e ON e.id = t.enrollment_id
    WHERE t.enrollment_id = ${enrollmentId}::uuid AND t.kind = 'event' AND t.at >= e.stage_at GROUP BY 1`);
  return new Map(rows.map(({ type, at }) => [type, at]));
}
