import { DAY_MS } from '../../domain/duration';
import { wearsOut, NONDELIVERIES } from '../../domain/policy/nondelivery';
import type { SuppressionReason } from '../../domain/policy/suppression';
import type { Report } from '../../domain/reports/report';
import type { Tx } from '../client';
import { recordConsent } from '../consents';
import { Prisma } from '../generated/client';
import { suppressAddress } from '../suppressions';
import type { News, ReportContext } from './apply';

/** So many soft failures within so many days, and none delivered since the first: the address is given up for a quarter of a year. */
const SOFT_LIMIT = 5;
const SOFT_WITHIN_DAYS = 30;
const SOFT_REST_MS = 90 * DAY_MS;

/**
 * What reports mean for those who were written to. An address that cannot work is suppressed. Where a person spoke (a complaint, a stop
 * told to the carrier, an unsubscription at the provider), consent is withdrawn too. A report about a mail that we do not know is heeded
 * when a customer has that address: the account may be shared, the address is the same.
 */
export async function heedRecipients(
  tx: Tx,
  news: readonly News[],
  { addressHash, now }: ReportContext,
): Promise<void> {
  for (const { report, file } of news) {
    const { channel, address, key } = report;
    const customerId = file?.customerId ?? (await ownerOf(tx, report));
    if (!customerId) continue;

    const reason = reasonOf(report) ?? (await wornOut(tx, report, customerId));
    if (reason && address !== null) {
      const expiresAt = reason === 'soft_bounce_limit' ? new Date(now.getTime() + SOFT_REST_MS) : null;
      await suppressAddress(tx, {
        channel,
        addressHash: addressHash(channel, address),
        reason,
        source: key,
        at: now,
        expiresAt,
      });
    }
    const method = SAID[reason ?? ''] ?? (report.kind === 'unsubscribed' ? 'provider_unsubscribe' : null);
    if (method) await withdraw(tx, { report, customerId, method }, now);
  }
}

function reasonOf({ kind, failure }: Report): SuppressionReason | null {
  if (kind === 'complained') return 'complaint';
  if (kind !== 'bounced') return null;
  if (failure === 'address') return 'hard_bounce';
  return failure === 'opted_out' ? 'opted_out' : null;
}

/** Reasons behind which a person stands, and how they said it. */
const SAID: Readonly<Record<string, string>> = { complaint: 'complaint', opted_out: 'provider_opt_out' };

async function wornOut(
  tx: Tx,
  { kind, failure, channel }: Report,
  customerId: string,
): Promise<SuppressionReason | null> {
  if (kind !== 'bounced' || failure === null || !wearsOut(failure)) return null;
  const wearing = NONDELIVERIES.filter(wearsOut);
  const [row] = await tx.$queryRaw<[{ soft: number }]>(Prisma.sql`
    WITH theirs AS (
      SELECT kind, at, detail->>'failure' AS failure FROM touch_signals
      WHERE customer_id = ${customerId}::uuid AND detail->>'channel' = ${channel} AND kind IN ('bounced', 'delivered')
    ), latest AS (SELECT max(at) AS bounced, max(at) FILTER (WHERE kind = 'delivered') AS delivered FROM theirs)
    SELECT count(*)::int AS soft FROM theirs, latest
    WHERE kind = 'bounced' AND failure = ANY(${wearing}) AND at > latest.bounced - make_interval(days => ${SOFT_WITHIN_DAYS})
      AND (latest.delivered IS NULL OR at > latest.delivered)`);
  return row.soft >= SOFT_LIMIT ? 'soft_bounce_limit' : null;
}

/** Who has the address of a report that names no touch of ours, when it is one to heed. */
async function ownerOf(tx: Tx, { touchId, address, channel, kind, failure }: Report): Promise<string | null> {
  const matters = kind === 'complained' || kind === 'unsubscribed' || failure === 'address' || failure === 'opted_out';
  if (touchId !== null || address === null || !matters || channel !== 'email') return null;
  const [owner] = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT id FROM customers WHERE lower(email) = lower(${address}) AND merged_into IS NULL ORDER BY id LIMIT 1`);
  return owner?.id ?? null;
}

async function withdraw(
  tx: Tx,
  { report, customerId, method }: { readonly report: Report; readonly customerId: string; readonly method: string },
  now: Date,
): Promise<void> {
  const { provider: actor, channel, key, code, touchId } = report;
  const evidence = { report: key, ...(code && { code }), ...(touchId && { touchId }) };
  await recordConsent(
    tx,
    {
      customerId,
      channel,
      topic: '*',
      state: 'withdrawn',
      basis: 'withdrawal',
      wording: null,
      method,
      actor,
      at: now,
      expiresAt: null,
      evidence,
    },
    now,
  );
}
