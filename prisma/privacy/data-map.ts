import { Prisma } from '../generated/client';

/** Whose data it is: our ids of the customer (their own, and those that were merged into it), their addresses, and the keyed hashes of these. */
export interface Person {
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
  readonly addressHashes: readonly string[];
}

/**
 * What becomes of a table in an erasure. `delete`: its rows about the customer go. A change: what says something about them goes, and why
 * the rest stays. `keep`: why the rows stay as they are. `apart`: done by code of its own (prisma/privacy/erase.ts, endings.ts), and what.
 */
type Fate =
  | 'delete'
  | { readonly change: Prisma.Sql; readonly because: string }
  | { readonly keep: string }
  | { readonly apart: string };

/** A table that says something about customers: which of its rows (as `t`), what a copy of the data leaves out, and its fate. */
export interface PersonalTable {
  readonly rows: (person: Person) => Prisma.Sql;
  /** Columns that are no part of a copy: secrets that would open something. */
  readonly secret?: readonly string[];
  /** Why the table is no part of a copy at all. */
  readonly withheld?: string;
  readonly erasure: Fate;
}

const theirs = ({ ids }: Person) => Prisma.sql`t.customer_id = ANY(${[...ids]}::uuid[])`;

const byTouch = ({ ids }: Person) =>
  Prisma.sql`t.touch_id IN (SELECT id FROM touches WHERE customer_id = ANY(${[...ids]}::uuid[]))`;

const byEnrollment = ({ ids }: Person) =>
  Prisma.sql`t.enrollment_id IN (SELECT id FROM enrollments WHERE customer_id = ANY(${[...ids]}::uuid[]))`;

const byTask = ({ ids }: Person) =>
  Prisma.sql`t.task_id IN (SELECT id FROM tasks WHERE customer_id = ANY(${[...ids]}::uuid[]))`;

/** Rows whose text names the customer by an address or an id. Reads the whole table: for tables that are kept short. */
const naming = (text: string, names: readonly string[]) =>
  Prisma.sql`EXISTS (SELECT 1 FROM unnest(${[...names]}::text[]) AS n (name) WHERE position(lower(n.name) IN lower(${Prisma.raw(text)})) > 0)`;

/**
 * Webhooks about a touch of theirs, by which something came that they said, or that name them. Of the last, only those are read that are about
 * no touch of ours: there may be a million, and three indexes find what is asked for.
 */
const webhooks = ({ ids, addresses }: Person) =>
  Prisma.sql`t.id IN (
    SELECT e.id FROM provider_events e JOIN touches o ON o.id = e.touch_id WHERE o.customer_id = ANY(${[...ids]}::uuid[])
    UNION SELECT e.id FROM provider_events e JOIN utterances u ON e.provider = split_part(u.dedupe_key, ':', 1)
      AND e.dedupe_key = substr(u.dedupe_key, strpos(u.dedupe_key, ':') + 1) WHERE u.customer_id = ANY(${[...ids]}::uuid[])
    UNION SELECT e.id FROM provider_events e WHERE (e.touch_id IS NULL OR e.processed_at IS NULL) AND ${naming('e.body::text', addresses)})`;

/** Every table that says something about a customer, in the order in which an erasure goes over them. */
export const PERSONAL_TABLES: Readonly<Record<string, PersonalTable>> = {
  provider_events: {
    rows: webhooks,
    erasure: 'delete',
  },
  triage_corrections: {
    rows: ({ ids }) =>
      Prisma.sql`t.utterance_id IN (SELECT id FROM utterances WHERE customer_id = ANY(${[...ids]}::uuid[]))`,
    erasure: 'delete',
  },
  utterances: { rows: theirs, erasure: 'delete' },
  conversations: { rows: theirs, erasure: 'delete' },
  task_notes: { rows: byTask, erasure: 'delete' },
  customer_notes: { rows: theirs, erasure: 'delete' },
  trait_corrections: { rows: theirs, erasure: 'delete' },
  contact_attempts: { rows: byTask, erasure: 'delete' },
  task_waiters: { rows: byTask, erasure: { keep: 'ids and outcomes, which journeys were answered with' } },
  tasks: {
    rows: theirs,
    erasure: {
      change: Prisma.sql`because = 'erased', banner = NULL, snooze_reason = NULL, head_start_parts = '[]'`,
      because: 'what staff did and when; the words are gone',
    },
  },
  touch_signals: { rows: theirs, erasure: 'delete' },
  in_app_messages: { rows: theirs, erasure: 'delete' },
  captured_messages: { rows: theirs, erasure: 'delete' },
  push_subscriptions: { rows: theirs, secret: ['keys'], erasure: 'delete' },
  attempts: { rows: byTouch, erasure: { keep: 'the ledger: ids, times and codes of calls, no address and no text' } },
  touches: {
    rows: theirs,
    erasure: {
      change: Prisma.sql`verdicts = '[]', locale = NULL, subject = NULL`,
      because: 'the ledger: what was sent when, and that nothing was afterwards; ids and names of messages only',
    },
  },
  timeline: { rows: theirs, erasure: 'delete' },
  webhook_deliveries: { rows: theirs, erasure: 'delete' },
  entry_refusals: { rows: theirs, erasure: 'delete' },
  enrollments: {
    rows: theirs,
    erasure: {
      change: Prisma.sql`cause = '{"kind": "request", "by": "erased"}', cause_key = 'erased:' || t.id, stuck_because = NULL`,
      because: 'that somebody went through a journey, for its numbers',
    },
  },
  stage_visits: { rows: byEnrollment, erasure: { keep: 'how long somebody stood in a stage, for its numbers' } },
  outbox: {
    rows: byEnrollment,
    withheld: 'facts on their way for a moment; they stand in events and on the timeline',
    erasure: { apart: 'events that wait are dropped, and the end of each run is put behind what is on its way' },
  },
  event_days: { rows: theirs, erasure: 'delete' },
  last_events: { rows: theirs, erasure: 'delete' },
  events: { rows: theirs, erasure: 'delete' },
  consent_requests: { rows: theirs, secret: ['token_hash'], erasure: 'delete' },
  consents: {
    rows: theirs,
    erasure: { apart: 'the proof stays, in its chain; evidence is replaced by its digest' },
  },
  preferences: { rows: theirs, erasure: 'delete' },
  suppressions: {
    rows: ({ addressHashes }) => Prisma.sql`t.address_hash = ANY(${[...addressHashes]}::text[])`,
    erasure: { keep: 'keyed hashes, so that the address is not written to again' },
  },
  holds: {
    rows: ({ ids }) => Prisma.sql`t.scope = 'customer' AND t.target = ANY(${[...ids]}::text[])`,
    erasure: { change: Prisma.sql`reason = 'erased'`, because: 'that sending was held; the words are gone' },
  },
  accounts: {
    rows: ({ ids }) =>
      Prisma.sql`t.id IN (SELECT account_id FROM account_members WHERE customer_id = ANY(${[...ids]}::uuid[]))`,
    erasure: { apart: 'goes when nobody else is a member: then it is about the customer; else it is about a company' },
  },
  account_members: { rows: theirs, erasure: 'delete' },
  identities: { rows: theirs, erasure: 'delete' },
  idempotency_keys: {
    rows: ({ ids, addresses }) => naming("coalesce(t.body, '')", [...ids, ...addresses]),
    withheld: 'answers to our own backend, kept for a day; what they say stands in the other tables',
    erasure: 'delete',
  },
  audit_log: {
    rows: ({ ids }) => Prisma.sql`t.subject = ANY(${[...ids]}::text[])`,
    erasure: { keep: 'proof of what was done, chained; ids only' },
  },
  privacy_requests: {
    rows: theirs,
    erasure: { change: Prisma.sql`outcome = outcome - 'because'`, because: 'proof that the wish was met' },
  },
  customer_keys: {
    rows: theirs,
    withheld: 'a key, not something about the customer',
    erasure: { apart: 'destroyed once the last run has ended' },
  },
  customers: {
    rows: ({ ids }) => Prisma.sql`t.id = ANY(${[...ids]}::uuid[])`,
    erasure: { apart: 'the row stays, empty, so that ids lead somewhere' },
  },
};

/** Tables that say nothing about any one customer, and why. A test holds every table of the database against this and the map. */
export const IMPERSONAL_TABLES: Readonly<Record<string, string>> = {
  api_keys: 'about our own backends and staff',
  staff: 'about our own staff',
  staff_sessions: 'browsers of our own staff',
  captured_letters: 'mail to our own staff, while no provider is configured',
  staff_links: 'links for our own staff',
  sign_in_attempts: 'counts of attempts, by keyed hashes, for a quarter of an hour',
  settings_versions: 'what the gate is set to',
  provider_states: 'how providers fare',
  trust_counts: 'numbers by day, channel, topic and mail domain',
  reply_templates: 'texts that answers begin with, without any values',
  task_presences: 'who of the staff has which task before their eyes just now',
  staff_news: 'ids of what changed, for open pages of staff',
  staff_news_marks: 'hours, and numbers of transactions',
  watch_counts: 'numbers by reason',
  stage_moves: 'numbers by day of who went where in a journey',
  message_days: 'numbers by day of what came of a message',
  staff_notifications: 'how our own staff wants to be told',
  webhook_endpoints: 'about receivers of our own',
  alarms: 'about what stopped; subjects are providers, messages, rates and weeks',
};
