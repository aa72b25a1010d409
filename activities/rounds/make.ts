import { heedTrust } from '../../prisma/guardrails';
import { forgetOldNews } from '../../prisma/inbox/old-news';
import { rankStaleTasks } from '../../prisma/inbox/rank';
import { carryOutErasures, finishErasures } from '../../prisma/privacy/erasures';
import { settleSentCopies } from '../../prisma/privacy/notices';
import { heedPrivacyDates } from '../../prisma/privacy/overdue';
import { handOverForAbsent } from '../../prisma/staffing/hand-over';
import { heedAllQueues } from '../../prisma/staffing/nobody-available';
import { inTransaction } from '../../prisma/transaction';
import { keepWatchCounts } from '../../prisma/watch-counts';
import { sendDigests, type DigestDeps } from './digest';
import { summariseWatch, type SummaryDeps } from './summary';

export type RoundsDeps = SummaryDeps & DigestDeps;

/** More than change between two rounds; the rest is for the next. */
const RANKED_AT_ONCE = 2_000;
const FORGOTTEN_AT_ONCE = 20_000;

/**
 * Looks after what no event brings about: trust against its guardrails (M34), what customers wish for their data, once a week the watch
 * (M03), each morning what waits for whom, and news that is old. Every part is harmless to repeat, and each is tried though another fails. Throws the first error in the end, so that the round is made
 * again.
 */
export async function makeRounds(deps: RoundsDeps, at: Date): Promise<void> {
  const { db } = deps;
  const parts: readonly (() => Promise<unknown>)[] = [
    () => inTransaction(db, (tx) => heedTrust(tx, at)),
    () => carryOutErasures(deps, at),
    () => finishErasures(deps, at),
    () => settleSentCopies(db, at),
    () => heedPrivacyDates(db, at),
    () => summariseWatch(deps, at),
    () => keepWatchCounts(deps, at),
    () => sendDigests(deps, at),
    () => forgetOldNews(db, FORGOTTEN_AT_ONCE, at),
    () => rankStaleTasks(db, RANKED_AT_ONCE, at),
    () => handOverForAbsent(db, at),
    () => heedAllQueues(db, at),
  ];
  const errors: unknown[] = [];
  for (const part of parts) await part().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
