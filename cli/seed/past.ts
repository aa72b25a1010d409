import { DAY_MS, HOUR_MS } from '../../domain/duration';
import type { EntryCause, JourneyHeader } from '../../domain/journey';
import { journeyHeaders } from '../../workflows/headers';
import type { Fate } from './fate';
import { advocacy, atRisk, onboarding, renewal, reward, thanks } from './journeys';
import { atWork, happens, refuse } from './life';
import { renewalDay } from './people';
import { play, type Stage } from './run';

const HEADERS = new Map(journeyHeaders.map((header) => [header.name, header]));

function headerOf(name: string): JourneyHeader {
  const header = HEADERS.get(name);
  if (!header) throw new TypeError(`the seeded world has no journey ${name}`);
  return header;
}

/** Everything that a customer did, and every journey that it led to, up to the present. Gives the day of their next renewal, when they have a contract. */
export function livePast(stage: Stage, fate: Fate): string | null {
  signUp(stage, fate);
  visits(stage, fate);
  orders(stage, fate);
  trouble(stage);
  const day = renewals(stage, fate);
  slipping(stage, fate, drops(stage, fate));
  favours(stage, fate);
  return day;
}

function signUp(stage: Stage, { attention, handed }: Fate): void {
  const { life } = stage;
  const { customer, lots, now } = life;
  const at = customer.createdAt;
  const eventId = happens(life, 'customer.signed_up', at, { plan: customer.company.plan });
  const cause = { kind: 'event', type: 'customer.signed_up', eventId } as const;
  const silent = handed === 'onboarding';
  const reached = Math.floor(at + lots.between(0.3, 13) * DAY_MS);
  const ending =
    !silent && lots.chance(0.72) ? ({ how: 'goal', type: 'value.reached', at: reached } as const) : undefined;
  if (at < now)
    play(
      stage,
      { header: headerOf('onboarding'), cause, causeKey: `event:${eventId}`, at, ending, silent, attention },
      onboarding,
    );
}

/** Logins: many of the last weeks, few of the time before. */
function visits({ life }: Stage, { lastLogin, kind }: Fate): void {
  const { customer, lots } = life;
  const age = lastLogin - customer.createdAt;
  const recent = kind === 'thriving' ? lots.whole(2, 6) : 0;
  const older = Math.min(4, Math.floor(age / (60 * DAY_MS)) + 1);
  for (let count = 0; count < older; count += 1) {
    const at = atWork(life, customer.createdAt + age * lots.draw());
    if (at > customer.createdAt && at < lastLogin) happens(life, 'customer.logged_in', at);
  }
  for (let count = 0; count < recent; count += 1) {
    const at = atWork(life, lastLogin - lots.between(0.5, 25) * DAY_MS);
    if (at > customer.createdAt && at < lastLogin) happens(life, 'customer.logged_in', at);
  }
  happens(life, 'customer.logged_in', Math.floor(lastLogin), {});
}

function orders({ life }: Stage, { lastLogin, handed }: Fate): void {
  const { customer, lots } = life;
  if (handed === 'call' || !lots.chance(0.22)) return;
  for (let count = lots.whole(1, 3); count > 0; count -= 1) {
    const at = atWork(life, customer.createdAt + (lastLogin - customer.createdAt) * lots.draw());
    const properties = {
      orderId: `o-${lots.whole(10_000, 99_999)}`,
      items: lots.whole(1, 6),
      revenue: lots.whole(20, 900),
    };
    if (at > customer.createdAt) happens(life, 'order.completed', at, properties);
  }
}

/** Tickets, nearly all of which are closed. */
function trouble({ life }: Stage): void {
  const { customer, lots, now } = life;
  if (!lots.chance(0.14)) return;
  const at = atWork(life, customer.createdAt + (now - customer.createdAt) * lots.draw());
  const ticketId = `t-${lots.whole(10_000, 99_999)}`;
  if (at <= customer.createdAt || at > now) return;
  happens(life, 'ticket.opened', at, { ticketId, urgent: lots.chance(0.15) });
  happens(life, 'ticket.closed', Math.floor(at + lots.between(0.1, 6) * DAY_MS), { ticketId });
}

/** Yearly contracts: each renewal that has come near, or is past. */
function renewals(stage: Stage, { attention, handed, kind }: Fate): string | null {
  const { life } = stage;
  const { customer, lots, now } = life;
  const age = now - customer.createdAt;
  if (age < 21 * DAY_MS || !(handed === 'renewal' || lots.chance(0.42))) return null;
  const atCheck = handed === 'renewal';
  const ahead = atCheck ? lots.between(78, 89.8) : lots.between(1, 365);
  const next = Math.floor((now + ahead * DAY_MS) / DAY_MS) * DAY_MS;
  for (let date = next; date === next || date - 120 * DAY_MS > customer.createdAt; date -= 365 * DAY_MS) {
    const at = Math.max(date - 120 * DAY_MS + lots.whole(60_000, HOUR_MS), customer.createdAt + HOUR_MS);
    if (at >= now) continue;
    const day = renewalDay(date);
    const cause: EntryCause = { kind: 'date', trait: 'renewal_date', date: day };
    const silent = atCheck && date === next;
    const renewedAt = Math.floor(date - lots.between(0, 40) * DAY_MS);
    const renews = !silent && kind !== 'gone' && lots.chance(0.8);
    const ending = renews ? ({ how: 'goal', type: 'subscription.renewed', at: renewedAt } as const) : undefined;
    const entry = {
      header: headerOf('renewal'),
      cause,
      causeKey: `date:renewal_date:${day}`,
      at,
      ending,
      silent,
      attention,
      afterGoal: thanks,
    };
    play(stage, entry, renewal(date));
  }
  return renewalDay(next);
}

/** Drops of use in the past, which a check-in or a call followed. Gives when the last of these runs ended. */
function drops(stage: Stage, { attention, lastLogin, kind }: Fate): LastRun {
  const { life } = stage;
  const { customer, lots, now } = life;
  const age = lastLogin - customer.createdAt;
  let last: LastRun;
  const most = Math.min(4, Math.floor(age / (100 * DAY_MS)));
  for (let count = 0; count < most; count += 1) {
    const from = last ? last + 92 * DAY_MS : customer.createdAt + 30 * DAY_MS;
    const at = atWork(life, from + lots.between(2, 90) * DAY_MS);
    const isPast = at < Math.min(lastLogin, now - (kind === 'thriving' ? 0 : 140) * DAY_MS);
    if (!isPast) return last;
    const eventId = happens(life, 'usage.dropped', at, { percent: lots.whole(30, 90) });
    const back = Math.floor(at + lots.between(0.5, 16) * DAY_MS);
    const returns = lots.chance(0.6) && back < lastLogin;
    const ending = returns ? ({ how: 'goal', type: 'customer.logged_in', at: back } as const) : undefined;
    const cause = { kind: 'event', type: 'usage.dropped', eventId } as const;
    last = play(stage, { header: AT_RISK, cause, causeKey: `event:${eventId}`, at, ending, attention }, atRisk);
    if (last === null) return null;
  }
  return last;
}

/** When the last run of at-risk ended; null: it has not; undefined: there was none. */
type LastRun = number | null | undefined;

const AT_RISK = headerOf('at-risk');

/** Whoever has not been there for two weeks, or not bought for sixty days: the cardinal rule (M02) takes them in, once for each absence, or its entry rules refuse. */
function slipping(stage: Stage, fate: Fate, before: LastRun): void {
  const { life } = stage;
  const { lots, now, happened } = life;
  const lastOf = (wanted: string) => Math.max(0, ...happened.filter(({ type }) => type === wanted).map(({ at }) => at));
  const absences = [
    { of: 'customer.logged_in', since: lastOf('customer.logged_in'), days: 14 },
    { of: 'order.completed', since: lastOf('order.completed'), days: 60 },
  ].filter(
    ({ since, days }) => since > 0 && since <= now - days * DAY_MS && (days === 14 || since > now - 2 * days * DAY_MS),
  );
  let last = before;
  const due = absences.map((absence) => {
    const at = Math.floor(absence.since + absence.days * DAY_MS + lots.between(0.01, 0.99) * HOUR_MS);
    return { ...absence, at: Math.min(at, now - 1_000) };
  });
  for (const absence of due.toSorted((one, other) => one.at - other.at)) last = missed(stage, fate, absence, last);
  if (fate.kind === 'gone' && lots.chance(0.3)) {
    const at = Math.floor(Math.min(now - HOUR_MS, fate.lastLogin + lots.between(29, 75) * DAY_MS));
    happens(life, 'customer.churned', at, { reason: lots.pick(REASONS) });
  }
}

const REENTRY_MS = 90 * DAY_MS;

function missed(
  stage: Stage,
  { handed, kind, attention, lastLogin }: Fate,
  { of, since, at }: { readonly of: string; readonly since: number; readonly at: number },
  last: LastRun,
): LastRun {
  const { life } = stage;
  const when = new Date(since).toISOString();
  const cause = { kind: 'absence', of, since: when } as const;
  const causeKey = `absence:${of}:${when}`;
  if (last === null || (last !== undefined && at - last < REENTRY_MS)) {
    refuse(life, {
      journey: 'at-risk',
      reason: last === null ? 'already_running' : 'reentry_window',
      cause,
      causeKey,
      at,
    });
    return last;
  }
  const ending = lastLogin > at ? ({ how: 'goal', type: 'customer.logged_in', at: lastLogin } as const) : undefined;
  const dulled = kind === 'gone' ? attention / 3 : attention;
  return play(
    stage,
    { header: AT_RISK, cause, causeKey, at, ending, silent: handed === 'call', attention: dulled },
    atRisk,
  );
}

const REASONS = ['price', 'missing_feature', 'no_time', 'other_tool', 'project_over', 'closed_business'];

/** Verified successes, and the favours that are asked for after them. */
function favours(stage: Stage, { attention, kind }: Fate): void {
  const { life } = stage;
  const { customer, lots, now } = life;
  const age = now - customer.createdAt;
  if (kind === 'gone' || age < 60 * DAY_MS || !lots.chance(0.3)) return;
  const at = atWork(
    life,
    lots.chance(0.35) ? now - lots.between(0.5, 75) * DAY_MS : customer.createdAt + age * lots.between(0.3, 1),
  );
  if (at >= now - HOUR_MS || at < customer.createdAt) return;
  const eventId = happens(life, 'success.verified', at, { kind: lots.pick(['goal_met', 'high_score', 'case_study']) });
  const cause = { kind: 'event', type: 'success.verified', eventId } as const;
  const joined = Math.floor(at + lots.between(3, 50) * DAY_MS);
  const ending = lots.chance(0.12) ? ({ how: 'goal', type: 'referral.joined', at: joined } as const) : undefined;
  const entry = {
    header: headerOf('advocacy'),
    cause,
    causeKey: `event:${eventId}`,
    at,
    ending,
    attention,
    afterGoal: reward,
  };
  play(stage, entry, advocacy);
}
