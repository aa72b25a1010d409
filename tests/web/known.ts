import { DAY_MS, HOUR_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { enterStage } from '../../prisma/enrollments';
import type { Prisma } from '../../prisma/generated/client';
import { track } from '../fixtures/backend';
import type { Office } from './office';

/** Ada's name, for tests that put something else in its place. */
export interface Life {
  readonly name?: string;
  /** What she writes, and what a colleague notes. */
  readonly says?: string;
  readonly noted?: string;
  readonly company?: string;
}

/**
 * A customer with a life: months of use that fell off, two check-ins of which one was opened, words from both sides, a task, consent, a note, and two
 * colleagues. Gives her id.
 */
export async function knownCustomer({ db, post, get, clock }: Office, life: Life = {}): Promise<string> {
  const { name = 'Ada Lovelace', company = 'Analytical Engines' } = life;
  const now = clock.now();
  const ago = (days: number, hours = 0) => new Date(now.getTime() - days * DAY_MS - hours * HOUR_MS);
  const traits = {
    name,
    email: 'ada@analytical.example',
    phone: '+442071234567',
    timezone: 'Europe/London',
    plan: 'Team',
    seats: 12,
    owner: 'ann',
  };
  const colleague = (userId: string, called: string) => [
    { type: 'identify', userId, traits: { name: called } },
    { type: 'group', userId, groupId: 'analytical', traits: { name: company } },
  ];
  const uses = Array.from({ length: 30 }, (_, index) =>
    track('ada', 'Report Exported', ago(18 + index * 2.4), { properties: { pages: 3 + (index % 7) } }),
  );
  await post('/v1/batch', {
    batch: [
      { type: 'identify', userId: 'ada', traits },
      ...colleague('charles', 'Charles Babbage'),
      ...colleague('mary', 'Mary Somerville'),
      { type: 'group', userId: 'ada', groupId: 'analytical' },
      track('ada', 'Signed Up', ago(92)),
      track('ada', 'Activated', ago(80)),
      ...uses,
      track('ada', 'Usage Dropped', ago(9), { properties: { percent: 60 } }),
    ],
  });
  const { id } = (await get<{ id: string }>('/v1/customers/ada')).body;
  await post(`/v1/customers/${id}/consents`, {
    channel: 'email',
    topic: '*',
    state: 'granted',
    basis: 'consent',
    method: 'form',
    wording: 'Yes, write to me.',
  });
  await post('/v1/enrollments', { customer_id: id, journey: 'at-risk' });
  const run = await db.enrollment.findFirstOrThrow({ where: { customerId: id, journey: 'at-risk' } });
  await db.$transaction((tx) => enterStage(tx, { enrollmentId: run.id, stage: 'checkIn', at: ago(8) }));
  const line = (key: string, at: Date, kind: string, detail: object): Prisma.TimelineItemCreateInput => ({
    key,
    at,
    kind,
    customerId: id,
    enrollmentId: run.id,
    detail: detail as Prisma.InputJsonObject,
  });
  for (const [message, days, state] of [
    ['at-risk/check-in', 8, 'delivered'],
    ['at-risk/offer-help', 4, 'delivered'],
  ] as const) {
    const at = ago(days);
    const touchId = newId(at);
    const base = {
      messageClass: 'lifecycle',
      topic: 'check-ins',
      codeVersion: 'x',
      journey: 'at-risk',
      enrollmentId: run.id,
    };
    const times = { plannedAt: at, updatedAt: at, sentAt: at, deliveredAt: at };
    await db.touch.create({
      data: { id: touchId, key: message, customerId: id, message, state, channel: 'email', ...base, ...times },
    });
    const detail = { message, verdict: 'sent', channel: 'email', touchId };
    await db.timelineItem.create({ data: line(`${message}:sent`, at, 'touch', detail) });
    if (days === 8) {
      const opened = { kind: 'opened', human: true, at: ago(7, 20), key: 'opened' };
      await db.touchSignal.create({ data: { id: newId(at), touchId, customerId: id, ...opened } });
    }
  }
  await post('/v1/inbound', {
    customer_id: id,
    channel: 'in-app',
    message_id: 'm',
    at: ago(1, 3).toISOString(),
    text: life.says ?? 'Hello, how do I export the report as a spreadsheet? I have looked everywhere.',
  });
  const { body: conversation } = await get<{ id: string }>(`/v1/customers/${id}/conversation`);
  await post(`/v1/conversations/${conversation.id}/replies`, {
    text: 'You will find it under Reports, behind the three dots. Shall I show you?',
    by: 'ann',
  });
  await post(`/v1/customers/${id}/notes`, { body: life.noted ?? 'Prefers short calls in the morning.', by: 'ann' });
  await post(`/v1/customers/${id}/tasks`, { playbook: 'save-call', because: 'two check-ins unanswered and no login' });
  const until = new Date(now.getTime() + DAY_MS).toISOString();
  const wait = { for: ['customer.replied', 'customer.help_requested'], until };
  await db.timelineItem.create({ data: line('wait', ago(0, 2), 'wait', wait) });
  return id;
}
