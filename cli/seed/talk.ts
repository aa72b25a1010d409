import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { CONVERSATION_TOPIC, REPLY_MESSAGE } from '../../domain/conversation';
import { triageByRules, type Triaged } from '../../domain/triage/triage';
import { atWork, happens, type Life, type Wrote } from './life';
import { ANSWERS, PARTS, WRITES } from './phrases';
import { OWNERS } from './staff';
import { openTask } from './tasking';
import { bring } from './touching';
import type { Standing } from './consents';

type About = keyof typeof WRITES;

/** What people write about of their own accord, and how often. */
const ABOUTS: readonly (readonly [About, number])[] = [
  ['question', 38],
  ['trouble', 26],
  ['praise', 20],
  ['leaving', 8],
  ['urgent', 8],
];

/** The one conversation of a customer (M07): what they wrote, by themselves or in answer, and what was answered. Nothing for whoever never wrote. */
export function talk(life: Life, standing: Standing): void {
  const { lots, customer, book, now } = life;
  const wrote = [...life.wrote, ...ownAccord(life)]
    .filter(({ at }) => at <= now)
    .toSorted((one, other) => one.at - other.at);
  const [first, last] = [wrote[0], wrote.at(-1)];
  if (!first || !last) return;
  const conversationId = lots.id(first.at);
  let state: 'open' | 'quiet' = 'quiet';
  let updatedAt = first.at;
  for (const one of wrote) {
    const { triaged, body } = wordsOf(life, one);
    const inId = lots.id(one.at);
    utter(life, conversationId, {
      id: inId,
      at: one.at,
      direction: 'in',
      channel: one.channel,
      source: one.channel,
      body,
      author: 'customer',
      touchId: one.touchId,
      triaged,
    });
    updatedAt = one.at;
    state = triaged.group === 'none' ? state : 'open';
    if (triaged.group === 'urgent') ask(life, inId, one, triaged);
    const next = wrote[wrote.indexOf(one) + 1]?.at ?? now;
    const waits = now - one.at < 3 * DAY_MS ? 0.45 : 0.06;
    if (triaged.group === 'none' || lots.chance(waits)) continue;
    const at = Math.floor(one.at + lots.between(20 * MINUTE_MS, 20 * HOUR_MS));
    if (at >= next || at >= now) continue;
    answer(life, standing, conversationId, at, one.channel);
    state = 'quiet';
    updatedAt = at;
  }
  book.write('conversations', {
    id: conversationId,
    customer_id: customer.id,
    state,
    last_channel: last.channel,
    last_inbound_at: new Date(last.at),
    opened_at: new Date(first.at),
    updated_at: new Date(updatedAt),
  });
}

function ownAccord(life: Life): Wrote[] {
  const { lots, customer, now } = life;
  if (!lots.chance(0.17)) return [];
  const age = now - customer.createdAt;
  return Array.from({ length: lots.whole(1, 2) }, () => {
    const recent = lots.chance(0.3) ? now - lots.between(0.02, 6) * DAY_MS : customer.createdAt + age * lots.draw();
    const at = Math.max(atWork(life, recent), customer.createdAt + HOUR_MS);
    const channel = customer.phone !== null && lots.chance(0.15) ? 'sms' : lots.chance(0.3) ? 'in-app' : 'email';
    if (at <= now) happens(life, 'customer.replied', at, { channel });
    return { at, channel, touchId: null } as const;
  });
}

function wordsOf(
  { lots, customer }: Life,
  { touchId, channel }: Wrote,
): { readonly body: string; readonly triaged: Triaged } {
  const about =
    touchId === null
      ? lots.weighed(ABOUTS)
      : lots.weighed<About>([
          ['question', 5],
          ['trouble', 3],
          ['leaving', 1],
          ['praise', 2],
        ]);
  const words: readonly string[] = WRITES[about][customer.locale];
  const part = lots.pick(PARTS[customer.locale]);
  const said = lots.pick(words).replace('{what}', part);
  const body = said.charAt(0).toUpperCase() + said.slice(1);
  return { body, triaged: triageByRules({ text: body, channel }) };
}

/** What is urgent is a task at once (M06). */
function ask(life: Life, utteranceId: string, { at, channel }: Wrote, { reasons }: Triaged): void {
  const because = `wrote something urgent by ${channel}: ${reasons.map((reason) => reason.replaceAll('_', ' ')).join(', ')}`;
  const outside = { enrollmentId: null, journey: null, stage: null };
  openTask(life, {
    ...outside,
    key: `utterance:${utteranceId}`,
    playbook: 'urgent-message',
    because,
    due: '1 hour',
    at,
    silent: false,
    cutAt: null,
  });
}

function answer(life: Life, standing: Standing, conversationId: string, at: number, channel: Wrote['channel']): void {
  const { lots, customer } = life;
  const id = lots.id(at);
  const outside = { enrollmentId: null, journey: null, stage: null, priority: 'normal' };
  const touch = { ...outside, key: `reply:${id}`, message: REPLY_MESSAGE, topic: CONVERSATION_TOPIC } as const;
  const { touchId } = bring(life, standing, {
    ...touch,
    messageClass: 'service',
    channels: [channel],
    at,
    attention: 0.8,
  });
  const body = lots.pick(ANSWERS[customer.locale]).replace('{name}', customer.firstName);
  const by = customer.owner ?? lots.pick(OWNERS[customer.locale]).id;
  utter(life, conversationId, {
    id,
    at,
    direction: 'out',
    channel,
    source: 'reply',
    body,
    author: `staff:${by}`,
    touchId,
    triaged: null,
  });
}

function utter(
  { book, customer }: Life,
  conversationId: string,
  one: {
    readonly id: string;
    readonly at: number;
    readonly direction: 'in' | 'out';
    readonly channel: string;
    readonly source: string;
    readonly body: string;
    readonly author: string;
    readonly touchId: string | null;
    readonly triaged: Triaged | null;
  },
): void {
  const { id, at, direction, channel, source, body, author, touchId, triaged } = one;
  book.write('utterances', {
    id,
    conversation_id: conversationId,
    customer_id: customer.id,
    direction,
    channel,
    source,
    body,
    author,
    touch_id: touchId,
    dedupe_key: `seed:${id}`,
    automatic: false,
    triage: triaged?.group,
    confidence: triaged?.confidence,
    triage_reasons: triaged?.reasons ?? [],
    hidden: triaged?.hidden ?? false,
    at: new Date(at),
  });
}
