import type { Cover } from '../../domain/policy/withdrawal';
import type { Tx } from '../../prisma/client';
import { consentsOf, recordConsent } from '../../prisma/consents';

/** How a customer took something back. */
export interface How {
  readonly method: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly wording?: string | null;
  readonly locale?: string | null;
}

/** Takes back what a cover says, unless nothing was granted since it was taken back the last time. True when it was recorded. */
export async function withdrawFrom(tx: Tx, customerId: string, cover: Cover, how: How, now: Date): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM customers WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  const { channel, topic, purpose } = cover;
  const records = await consentsOf(tx, customerId);
  const last = records.findLast(
    (one) => one.state === 'withdrawn' && one.channel === channel && one.topic === topic && one.purpose === purpose,
  );
  if (last && records.every(({ state, at }) => state !== 'granted' || at <= last.at)) return false;
  const { method, evidence, wording = null, locale = null } = how;
  const said = { state: 'withdrawn', basis: 'withdrawal', method, wording, locale, evidence } as const;
  await recordConsent(
    tx,
    { customerId, channel, topic, purpose, ...said, actor: 'customer', at: now, expiresAt: null },
    now,
  );
  return true;
}
