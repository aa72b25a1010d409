import type { Channel } from '../domain/channel';
import type { Tx } from './client';
import { Prisma } from './generated/client';

/** What trust is counted by. `day`: the UTC day on which the message left; `domain`: of the recipients' mail, `*` on other channels. */
export interface TrustFact {
  readonly day: Date;
  readonly channel: Channel;
  readonly messageClass: string;
  readonly topic: string;
  readonly domain: string;
  readonly what: 'sent' | 'delivered' | 'bounced' | 'complained' | 'unsubscribed';
}

/** Adds facts to the counts that guardrails watch (M34). Whoever calls sees to it that each fact is told once, in one transaction with it. */
export async function countTrust(tx: Tx, facts: readonly TrustFact[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ day, ...fact }) => ({ ...fact, day: day.toISOString().slice(0, 10) }));
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO trust_counts AS t (day, channel, message_class, topic, domain, sent, delivered, bounced, complained, unsubscribed)
    SELECT day, channel, "messageClass", topic, domain, ${counted('sent')}, ${counted('delivered')}, ${counted('bounced')},
           ${counted('complained')}, ${counted('unsubscribed')}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (day date, channel text, "messageClass" text, topic text, domain text, what text)
    GROUP BY day, channel, "messageClass", topic, domain
    -- Always in the same order, so that two who count much never wait for each other in a circle.
    ORDER BY day, channel, "messageClass", topic, domain
    ON CONFLICT (day, channel, message_class, topic, domain) DO UPDATE SET sent = t.sent + excluded.sent,
      delivered = t.delivered + excluded.delivered, bounced = t.bounced + excluded.bounced,
      complained = t.complained + excluded.complained, unsubscribed = t.unsubscribed + excluded.unsubscribed`);
}

/** What the recipients of a channel are counted under: the domain of an email address. Phone numbers are not told apart. */
export function trustDomain(channel: Channel, address: string | null): string {
  return (channel === 'email' && address?.split('@').at(-1)?.toLowerCase()) || '*';
}

function counted(what: TrustFact['what']): Prisma.Sql {
  return Prisma.sql`count(*) FILTER (WHERE what = ${what})`;
}
