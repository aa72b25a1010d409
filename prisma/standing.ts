import type { MessageClass } from '../domain/channel';
import { lookBackMs, longestWaitMs, type SentTouch, type WaitingTouch } from '../domain/policy/recent';
import type { Hold } from '../domain/policy/holds';
import type { ProviderStanding } from '../domain/policy/provider';
import type { Settings } from '../domain/policy/settings';
import type { Preferences, Standing } from '../domain/policy/weighed';
import { NOT_SEEN_BY } from '../domain/seen';
import { Prisma } from './generated/client';

/** Whose standing is asked for, for what touch, and when. */
export interface StandingQuestion {
  readonly customerId: string;
  /** The touch itself, which does not count against itself. */
  readonly key: string;
  readonly journey: string | null;
  readonly messageClass: MessageClass;
  readonly at: Date;
}

/** As many recent touches as the rules can need: no cap counts so far. */
const MOST_TOUCHES = 500;
/** As many acts as tell a habit. */
const MOST_ACTS = 200;

/**
 * The columns of a statement that tell what binds a customer: preferences, trouble, holds, providers, recent and waiting touches, and (for the
 * classes that go by it) at which hours they act. Each is bounded. What waits in a run that has ended or moved on does not count.
 */
export function standingColumns(
  { customerId, key, journey, messageClass, at }: StandingQuestion,
  settings: Settings,
): Prisma.Sql {
  const id = Prisma.sql`${customerId}::uuid`;
  const since = new Date(at.getTime() - lookBackMs(settings) - longestWaitMs(settings));
  return Prisma.sql`
    (SELECT jsonb_build_object('channels', channels, 'mostPerWeek', most_per_week, 'pausedUntil', paused_until)
       FROM preferences WHERE customer_id = ${id}) AS preferences,
    (SELECT open_tickets FROM customers WHERE id = ${id}) AS "openTickets",
    (SELECT count(*)::int FROM tasks WHERE customer_id = ${id} AND state IN ('open', 'claimed', 'snoozed')) AS "openTasks",
    EXISTS (SELECT 1 FROM conversations c JOIN utterances u ON u.conversation_id = c.id
      WHERE c.customer_id = ${id} AND c.state = 'open' AND u.direction = 'in' AND u.triage = 'urgent' AND NOT EXISTS (
        SELECT 1 FROM utterances o WHERE o.conversation_id = c.id AND o.direction = 'out' AND o.at > u.at)) AS urgent,
    (SELECT jsonb_agg(jsonb_build_object('id', id, 'scope', scope, 'target', target, 'cause', cause, 'until', until))
       FROM holds WHERE ended_at IS NULL AND (until IS NULL OR until > ${at}::timestamptz) AND (scope IN ('everything', 'channel', 'provider')
         OR (scope = 'customer' AND target = ${customerId}) OR (scope = 'class' AND target = ${messageClass})
         OR (scope = 'journey' AND target = ${journey}))) AS holds,
    (SELECT jsonb_agg(jsonb_build_object('provider', provider, 'circuit', circuit, 'notBefore', not_before, 'reason', reason))
       FROM provider_states) AS providers,
    (SELECT jsonb_agg(jsonb_build_object('journey', journey, 'messageClass', message_class, 'channel', channel, 'subject', subject,
              'priority', priority, 'at', at, 'until', until))
       FROM (SELECT t.journey, t.message_class, t.channel, t.subject, t.priority, coalesce(t.sent_at, t.updated_at) AS at,
               CASE t.state WHEN 'deferred' THEN t.deferred_until END AS until
             FROM touches t LEFT JOIN enrollments e ON e.id = t.enrollment_id AND t.state = 'deferred'
             WHERE t.customer_id = ${id} AND t.planned_at > ${since}::timestamptz AND t.key <> ${key} AND (
               t.state IN ('dispatching', 'ambiguous', 'accepted', 'delivered', 'unknown')
               OR (t.state = 'deferred' AND e.state <> 'ended' AND e.stage = t.stage))
             ORDER BY t.planned_at DESC LIMIT ${MOST_TOUCHES}) recent) AS touches,
    ${settings.sendTime.classes.includes(messageClass) ? actsByHour(id) : Prisma.sql`NULL::jsonb`} AS acts`;
}

function actsByHour(id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (SELECT jsonb_object_agg(hour, acts) FROM (
       SELECT extract(hour FROM occurred_at AT TIME ZONE 'UTC')::int AS hour, count(*)::int AS acts
       FROM (SELECT occurred_at FROM events WHERE customer_id = ${id} AND type <> ALL(${[...NOT_SEEN_BY]}::text[])
             ORDER BY occurred_at DESC LIMIT ${MOST_ACTS}) latest GROUP BY 1) hours)`;
}

/** The columns above as they are read. */
export interface StandingJson {
  readonly preferences: (Omit<Preferences, 'pausedUntil'> & { readonly pausedUntil: string | null }) | null;
  readonly openTickets: number;
  readonly openTasks: number;
  readonly urgent: boolean;
  readonly holds: readonly (Omit<Hold, 'until'> & { readonly until: string | null })[] | null;
  readonly providers: readonly (Omit<ProviderStanding, 'notBefore'> & { readonly notBefore: string | null })[] | null;
  readonly touches: readonly TouchJson[] | null;
  readonly acts: Readonly<Record<string, number>> | null;
}

type TouchJson = Omit<SentTouch & WaitingTouch, 'at' | 'until'> & {
  readonly at: string;
  readonly until: string | null;
};

/** What the columns say. */
export function standingOf(row: StandingJson): Standing {
  const touches = row.touches ?? [];
  return {
    preferences: row.preferences
      ? { ...row.preferences, pausedUntil: timeOf(row.preferences.pausedUntil) }
      : { channels: [], mostPerWeek: null, pausedUntil: null },
    trouble: { openTickets: row.openTickets, openTasks: row.openTasks, urgentConversation: row.urgent },
    holds: (row.holds ?? []).map((hold) => ({ ...hold, until: timeOf(hold.until) })),
    providers: (row.providers ?? []).map((one) => ({ ...one, notBefore: timeOf(one.notBefore) })),
    sent: touches.filter(({ until }) => until === null).map((touch) => ({ ...touch, at: new Date(touch.at) })),
    waiting: touches.flatMap((touch) => (touch.until === null ? [] : { ...touch, until: new Date(touch.until) })),
    acts: row.acts ?? {},
  };
}

function timeOf(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
