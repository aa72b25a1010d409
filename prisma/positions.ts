import type { EntryRefusal } from '../domain/journey';
import type { Db } from './client';
import { nextStep, type EnrollmentRow, type NextStep } from './enrollment-reads';
import { Prisma } from './generated/client';

/** Where a customer stands in one journey: the run that is open, else the last one, and the last time that they were not let in. */
export interface Position {
  readonly journey: string;
  readonly runs: number;
  readonly enrollment: EnrollmentRow | null;
  readonly next: NextStep | null;
  readonly refusal: { readonly reason: EntryRefusal; readonly at: Date } | null;
}

/** Where a customer stands in each of these journeys, in their order (X07). A journey that never had to do with them has neither run nor refusal. */
export async function readPositions(db: Db, customerId: string, journeys: readonly string[]): Promise<Position[]> {
  const [last, counts, refusals] = await Promise.all([
    db.$queryRaw<{ id: string }[]>(Prisma.sql`
      SELECT DISTINCT ON (journey) id FROM enrollments WHERE customer_id = ${customerId}::uuid
      ORDER BY journey, state = 'ended', entered_at DESC, id DESC`),
    db.enrollment.groupBy({ by: ['journey'], where: { customerId }, _count: true }),
    db.$queryRaw<{ journey: string; reason: EntryRefusal; at: Date }[]>(Prisma.sql`
      SELECT DISTINCT ON (journey) journey, reason, at FROM entry_refusals WHERE customer_id = ${customerId}::uuid ORDER BY journey, at DESC`),
  ]);
  const rows = await db.enrollment.findMany({ where: { id: { in: last.map(({ id }) => id) } } });
  const runs = new Map((rows as unknown as EnrollmentRow[]).map((row) => [row.journey, row]));
  return Promise.all(
    journeys.map(async (journey) => {
      const enrollment = runs.get(journey) ?? null;
      const refusal = refusals.find((each) => each.journey === journey) ?? null;
      return {
        journey,
        runs: counts.find((each) => each.journey === journey)?._count ?? 0,
        enrollment,
        next: enrollment && (await nextStep(db, enrollment)),
        refusal: refusal && { reason: refusal.reason, at: refusal.at },
      };
    }),
  );
}
