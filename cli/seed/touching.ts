import type { MessageClass } from '../../domain/channel';
import { HOUR_MS, MINUTE_MS } from '../../domain/duration';
import type { Standing } from './consents';
import { tell, type Life } from './life';

/** A message that a run, or a person, wants to bring. */
export interface Bringing {
  readonly key: string;
  readonly enrollmentId: string | null;
  readonly journey: string | null;
  readonly stage: string | null;
  readonly message: string;
  readonly messageClass: MessageClass;
  readonly topic: string;
  readonly priority: string;
  readonly channels: readonly string[];
  readonly at: number;
  /** How likely the customer looks at what they get, from 0 to 1. */
  readonly attention: number;
}

/** What became of it. */
export interface Brought {
  readonly touchId: string;
  readonly sent: boolean;
  readonly channel: string | null;
}

/** Writes one touch as the gate and a provider would have left it: the row, the call, what is known of it since, and the timeline. */
export function bring(life: Life, standing: Standing, bringing: Bringing): Brought {
  const { lots } = life;
  const { at } = bringing;
  const touchId = lots.id(at);
  const { channel, reason } = standing.wayFor(bringing, at);
  if (channel === null) {
    settle(life, bringing, {
      touchId,
      state: 'suppressed',
      channel: null,
      reason,
      verdicts: refusal(reason!, bringing),
    });
    entry(life, bringing, touchId, { verdict: 'suppressed', channel: null, reason }, '');
    return { touchId, sent: false, channel };
  }

  const attemptId = lots.id(at);
  if (channel === 'email' && standing.bounces(at)) {
    standing.bounced(at);
    const back = at + lots.whole(4_000, 90_000);
    call(life, { attemptId, touchId, channel, at, state: 'bounced', error: 'address:550' });
    settle(life, bringing, {
      touchId,
      state: 'failed',
      channel,
      reason: 'bounced_address',
      verdicts: passing(channel, bringing),
      sentAt: at,
    });
    entry(life, bringing, touchId, { verdict: 'sent', channel }, attemptId);
    entry(life, { ...bringing, at: back }, touchId, { verdict: 'bounced', channel, reason: 'address:550' }, attemptId);
    return { touchId, sent: false, channel };
  }

  call(life, { attemptId, touchId, channel, at, state: 'accepted', error: null });
  const answeredAt = look(life, bringing, touchId, channel);
  const arrived = channel === 'in-app' ? at : at + lots.whole(900, 20_000);
  settle(life, bringing, {
    touchId,
    state: 'delivered',
    channel,
    reason: null,
    verdicts: passing(channel, bringing),
    sentAt: at,
    deliveredAt: Math.min(arrived, life.now),
    answeredAt,
  });
  entry(life, bringing, touchId, { verdict: 'sent', channel }, attemptId);
  return { touchId, sent: true, channel };
}

/** Whether they open it, and whether they click: the time of the click, or null. */
function look(life: Life, { at, attention }: Bringing, touchId: string, channel: string): number | null {
  const { lots, now } = life;
  if (!lots.chance(attention)) return null;
  const opened = Math.floor(at + lots.between(3 * MINUTE_MS, 20 * HOUR_MS));
  if (opened > now) return null;
  signal(life, touchId, channel === 'in-app' ? 'seen' : 'opened', opened, channel);
  if (!lots.chance(0.28)) return null;
  const clicked = Math.min(now, opened + lots.whole(4_000, 240_000));
  signal(life, touchId, 'clicked', clicked, channel);
  return clicked;
}

function signal({ book, customer, lots }: Life, touchId: string, kind: string, at: number, channel: string): void {
  book.write('touch_signals', {
    id: lots.id(at),
    touch_id: touchId,
    customer_id: customer.id,
    kind,
    human: true,
    detail: { channel },
    at: new Date(at),
    key: `${touchId}:${kind}`,
  });
}

const PROVIDERS: Readonly<Record<string, string>> = {
  email: 'sendgrid',
  sms: 'twilio',
  push: 'web-push',
  'in-app': 'in-app',
};
const LEASE_MS = 2 * MINUTE_MS;

function call(
  { book, lots }: Life,
  one: {
    readonly attemptId: string;
    readonly touchId: string;
    readonly channel: string;
    readonly at: number;
    readonly state: string;
    readonly error: string | null;
  },
): void {
  const { attemptId, touchId, channel, at, state, error } = one;
  book.write('attempts', {
    id: attemptId,
    touch_id: touchId,
    channel,
    provider: PROVIDERS[channel],
    token: lots.id(at),
    state,
    started_at: new Date(at),
    lease_until: new Date(at + LEASE_MS),
    finished_at: new Date(at + 300),
    provider_id: channel === 'in-app' ? null : `seed.${attemptId.slice(-12)}`,
    error_code: error,
  });
}

interface Settled {
  readonly touchId: string;
  readonly state: string;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly verdicts: unknown;
  readonly deferredUntil?: number;
  readonly sentAt?: number;
  readonly deliveredAt?: number;
  readonly answeredAt?: number | null;
}

function settle({ book, customer, codeVersion }: Life, bringing: Bringing, settled: Settled): void {
  const { key, enrollmentId, journey, stage, message, messageClass, topic, priority, at } = bringing;
  const { touchId, state, channel, reason, verdicts, deferredUntil, sentAt, deliveredAt, answeredAt } = settled;
  book.write('touches', {
    id: touchId,
    key,
    enrollment_id: enrollmentId,
    customer_id: customer.id,
    journey,
    stage,
    message,
    message_class: messageClass,
    topic,
    locale: customer.locale,
    state,
    channel,
    reason,
    verdicts,
    deferred_until: instant(deferredUntil),
    planned_at: new Date(at),
    updated_at: new Date(deliveredAt ?? at),
    code_version: codeVersion,
    priority,
    sent_at: instant(sentAt),
    delivered_at: instant(deliveredAt),
    answered_at: instant(answeredAt),
  });
}

/** Writes a touch that waits for the morning. `until`: when it comes again. */
export function putOff(life: Life, bringing: Bringing, until: number): void {
  const { lots } = life;
  const verdict = {
    rule: 'hours',
    channel: 'email',
    pass: false,
    reason: 'quiet_hours',
    until: new Date(until).toISOString(),
    inputs: {},
  };
  settle(life, bringing, {
    touchId: lots.id(bringing.at),
    state: 'deferred',
    channel: null,
    reason: 'quiet_hours',
    verdicts: [...passing('email', bringing).slice(0, 2), verdict],
    deferredUntil: until,
  });
}

function entry(
  life: Life,
  { key, enrollmentId, message, messageClass, at }: Bringing,
  touchId: string,
  result: { readonly verdict: string; readonly channel: string | null; readonly reason?: string | null },
  attemptId: string,
): void {
  const { verdict, channel, reason } = result;
  tell(life, {
    key: [key, verdict, ...(attemptId ? [attemptId] : [])].join(':'),
    enrollmentId,
    at,
    kind: 'touch',
    detail: { message, class: messageClass, verdict, touchId, channel, ...(reason && { reason }) },
  });
}

function passing(channel: string, { messageClass }: Bringing) {
  const ok = (rule: string, on: string | null, inputs = {}) => ({
    rule,
    channel: on,
    pass: true,
    reason: 'ok',
    inputs,
  });
  return [
    ok('trouble', null),
    ok('consent', channel, { class: messageClass }),
    ok('hours', channel),
    ok('cap', channel),
  ];
}

function refusal(reason: string, { messageClass, channels }: Bringing) {
  const rule = reason.startsWith('consent') ? 'consent' : reason.startsWith('suppressed') ? 'suppression' : 'address';
  return [
    { rule: 'trouble', channel: null, pass: true, reason: 'ok', inputs: {} },
    { rule, channel: channels[0], pass: false, reason, inputs: { class: messageClass } },
  ];
}

function instant(at: number | null | undefined): Date | null {
  return at === undefined || at === null ? null : new Date(at);
}
