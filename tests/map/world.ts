import { newId } from '../../domain/ids';
import { DAY_MS, HOUR_MS } from '../../domain/duration';
import type { Ending, JourneyHeader } from '../../domain/journey';
import type { JourneyStory } from '../../domain/journey-story';
import { endEnrollment, enroll, enterStage } from '../../prisma/enrollments';
import { recordTimeline } from '../../prisma/timeline';
import { inTransaction } from '../../prisma/transaction';
import { headerWith } from '../fixtures/header';
import type { ApiWorld } from '../support/http';

/** A journey of three stages for maps: `ask` leads to `call` or `thank`, `call` to `thank`. */
export const care: JourneyHeader = headerWith({
  goal: ['customer.logged_in'],
  hears: ['customer.logged_in', 'customer.replied'],
  stages: ['ask', 'call', 'thank'],
  moments: [
    { name: 'The door', at: 'start', intent: 'i', experience: 'e', mechanics: 'm' },
    { name: 'The call', at: 'call', intent: 'i', experience: 'e', mechanics: 'm', playbook: 'save-call' },
    { name: 'The mail', at: 'ask', intent: 'i', experience: 'e', mechanics: 'm', messages: ['at-risk/check-in'] },
    { name: 'The goal', at: 'goal', intent: 'i', experience: 'e', mechanics: 'm' },
  ],
});

const untold = { story: '', messages: [], playbooks: [], asks: [], waitsFor: [], waits: [], outcomes: [] };

/** What its source would say. */
export const careStory: JourneyStory = {
  story: 'Care for whoever drifts away.',
  stages: {
    ask: { ...untold, story: 'One question.', next: ['call', 'thank'], messages: ['at-risk/check-in'] },
    call: { ...untold, story: 'A person calls.', next: ['thank'], playbooks: ['save-call'] },
    thank: { ...untold, story: 'Thanks.', next: [], outcomes: ['thanked'] },
  },
};

/** A step of a life: into a stage, a wait of so many days, or an end; each so many hours after the one before. */
export type Step = readonly [hours: number, to: string | { wait: number } | { end: Ending }];

/** A customer. */
export async function person({ db, clock }: Pick<ApiWorld, 'db' | 'clock'>, name: string): Promise<string> {
  const at = clock.now();
  const id = newId(at);
  await db.customer.create({ data: { id, name, createdAt: at, updatedAt: at } });
  return id;
}

/** Lets a new customer live through a journey by the product's own writes. Answers with customer and run. */
export async function live(
  world: Pick<ApiWorld, 'db' | 'clock'>,
  name: string,
  startsAt: Date,
  steps: readonly Step[],
  header: JourneyHeader = care,
): Promise<{ readonly customerId: string; readonly enrollmentId: string }> {
  const { db } = world;
  const customerId = await person(world, name);
  const cause = { kind: 'request', by: 'test' } as const;
  const entered = await inTransaction(db, (tx) => enroll(tx, header, { customerId, cause }, startsAt));
  if (!entered.enrolled) throw new Error(`${name} was not let in: ${entered.reason}`);
  const { enrollmentId } = entered;
  let at = startsAt;
  for (const [hours, to] of steps) {
    at = new Date(at.getTime() + hours * HOUR_MS);
    if (typeof to === 'string') await enterStage(db, { enrollmentId, stage: to, at });
    else if ('end' in to) await endEnrollment(db, { enrollmentId, how: to.end, outcome: 'over', at });
    else {
      const until = new Date(at.getTime() + to.wait * DAY_MS).toISOString();
      const key = `${enrollmentId}:wait:${at.getTime()}`;
      await recordTimeline(db, customerId, enrollmentId, [
        { key, at: at.getTime(), kind: 'wait', detail: { for: [], until } },
      ]);
    }
  }
  return { customerId, enrollmentId };
}
