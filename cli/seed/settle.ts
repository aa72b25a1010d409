import type { Client } from 'pg';
import { DAY_MS } from '../../domain/duration';
import { lotsOf } from './lots';

/** What the engine counts as it goes: trust by day, from the touches that were written. */
export async function settleWorld(client: Client, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 31 * DAY_MS);
  await client.query(
    `INSERT INTO trust_counts AS t (day, channel, message_class, topic, domain, sent, delivered, bounced)
     SELECT (o.sent_at AT TIME ZONE 'UTC')::date, o.channel, o.message_class, o.topic,
       CASE o.channel WHEN 'email' THEN split_part(c.email, '@', 2) ELSE '*' END,
       count(*), count(*) FILTER (WHERE o.state = 'delivered'), count(*) FILTER (WHERE o.state = 'failed')
     FROM touches o JOIN customers c ON c.id = o.customer_id
     WHERE o.sent_at > $1 AND o.code_version = 'seeded' GROUP BY 1, 2, 3, 4, 5
     ON CONFLICT (day, channel, message_class, topic, domain)
       DO UPDATE SET sent = t.sent + excluded.sent, delivered = t.delivered + excluded.delivered, bounced = t.bounced + excluded.bounced`,
    [since],
  );
}

/** Raises the alarm that says how many runs stand in rows only, and writes alarms of the past as a house has them. Gives how many runs are open. */
export async function stateOpenRuns(
  client: Client,
  { seed, customers }: { readonly seed: string; readonly customers: number },
  now: Date,
): Promise<number> {
  const { rows } = await client.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM enrollments WHERE state <> 'ended'`,
  );
  const openRuns = rows[0]?.open ?? 0;
  const text = `This world is seeded: ${openRuns} journeys that have not ended stand in the database only. Temporal does not know them, and they do not go on.`;
  const lots = lotsOf(seed, 'alarms');
  const at = (days: number) => new Date(now.getTime() - Math.floor(days * DAY_MS));
  const alarms = [
    {
      kind: 'seeded',
      subject: 'world',
      level: 'warning',
      text,
      detail: { seed, customers, openRuns },
      raised: now,
      ended: null,
    },
    { ...NOBODY, raised: at(0.3), ended: null },
    { ...BOUNCES, raised: at(1.2), ended: null },
    { ...CIRCUIT, raised: at(6.4), ended: at(6.38) },
    { ...CIRCUIT, raised: at(33.1), ended: at(33) },
    { ...NOBODY, raised: at(19.6), ended: at(19.1) },
    { ...FLOOD, raised: at(12.7), ended: at(12.5) },
  ];
  for (const { kind, subject, level, text: says, detail, raised, ended } of alarms) {
    await client.query(
      `INSERT INTO alarms (id, kind, subject, level, text, detail, raised_at, ended_at, ended_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT DO NOTHING`,
      [lots.id(raised.getTime()), kind, subject, level, says, JSON.stringify(detail), raised, ended, ended && 'lena'],
    );
  }
  return openRuns;
}

const NOBODY = {
  kind: 'task_expired',
  subject: 'renewals',
  level: 'critical',
  text: 'Tasks of renewals expire because nobody takes them: customers wait for a person who does not come.',
  detail: {},
};
const BOUNCES = {
  kind: 'content_filtered',
  subject: 'renewal/reminder-7',
  level: 'warning',
  text: 'renewal/reminder-7 is filtered for its words (twilio, 30007): rewrite it, or register what it is for.',
  detail: { provider: 'twilio', code: '30007' },
};
const CIRCUIT = {
  kind: 'circuit',
  subject: 'sendgrid',
  level: 'critical',
  text: 'sendgrid fails: it is asked again from time to time. Customers wait, none is lost.',
  detail: {},
};
const FLOOD = {
  kind: 'flood',
  subject: 'email',
  level: 'warning',
  text: 'One customer wrote so much by email that nobody was asked to answer.',
  detail: {},
};
