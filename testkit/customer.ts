import { randomUUID } from 'node:crypto';
import type { Channel } from '../domain/channel';
import type { Clock } from '../domain/clock';
import type { InboundChannel } from '../domain/conversation';
import type { JourneyHeader } from '../domain/journey';
import type { Playbook } from '../domain/task';
import type { TimelineEntry, TimelineKind } from '../domain/timeline';
import type { Db } from '../prisma/client';
import { recordConsent } from '../prisma/consents';
import { receive } from '../prisma/conversations';
import { resolveCustomerId } from '../prisma/customers';
import { enroll, type EntryDecision } from '../prisma/enrollments';
import { completeTask } from '../prisma/tasks/finish';
import type { TaskRow } from '../prisma/tasks/row';
import { keepSubscription } from '../prisma/push-subscriptions';
import { readTimeline } from '../prisma/timeline';
import { inTransaction } from '../prisma/transaction';
import { tellStory } from './story';
import type { Told } from './tell';

/**
 * Who a customer is. `email: null` is a customer without an address, `browser: true` one whose browser takes notifications; `granted` and
 * `withdrawn` are consents, for every topic.
 */
export interface Profile {
  readonly userId?: string;
  readonly email?: string | null;
  readonly phone?: string;
  readonly browser?: boolean;
  readonly owner?: string;
  readonly locale?: string;
  /** An IANA name, `UTC` unless given; null: nobody knows. */
  readonly timeZone?: string | null;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly granted?: readonly Channel[];
  readonly withdrawn?: readonly Channel[];
}

/** A customer of a test world. */
export interface WorldCustomer {
  readonly id: string;
  readonly userId: string;
  /** The customer does something now; the journeys that it concerns have heard of it when this returns. Throws when the event is not valid. */
  does(event: string, properties?: Readonly<Record<string, unknown>>): Promise<void>;
  /** The customer writes something now, as `POST /v1/inbound` takes it. */
  says(text: string, how?: { readonly channel?: InboundChannel; readonly touchId?: string }): Promise<void>;
  /** Asks for an entry into a journey, as `POST /v1/enrollments` does. Returns what the entry rules decided. */
  enters(journey: string, by?: string): Promise<EntryDecision>;
  /** The customer's unfinished task, or undefined. */
  task(): Promise<TaskRow | undefined>;
  /** A person completes the unfinished task of this playbook with an outcome. Throws when there is none. */
  completes(playbook: string, outcome: string): Promise<void>;
  timeline(): Promise<readonly TimelineEntry[]>;
  /** The timeline as sentences: touches, tasks and endings, unless other kinds are asked for. */
  story(kinds?: readonly TimelineKind[]): Promise<string[]>;
}

/** The parts of a world that its customers need. */
interface Surroundings {
  readonly db: Db;
  readonly journeys: readonly JourneyHeader[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly now: Clock;
  readonly carry: () => Promise<unknown>;
  readonly tell: (messages: readonly Told[]) => Promise<void>;
}

const LONGEST_STORY = 10_000;

/** Brings a customer into being, as an identify call would, and records their consents. */
export async function born(world: Surroundings, profile: Profile = {}): Promise<WorldCustomer> {
  const { db, journeys, playbooks, now, carry, tell } = world;
  const userId = profile.userId ?? `customer-${randomUUID().slice(0, 8)}`;
  const birth = now();

  await tell([{ type: 'identify', userId, traits: traitsOf(userId, profile) }]);
  const id = await resolveCustomerId(db, userId);
  await recordConsents(db, id, profile, birth);
  if (profile.browser)
    await inTransaction(db, (tx) => keepSubscription(tx, { customerId: id, ...browserOf(id) }, birth));

  const task = async (playbook?: string) => {
    const states = ['open', 'claimed', 'snoozed'];
    return (await db.task.findFirst({
      where: { customerId: id, state: { in: states }, ...(playbook && { playbook }) },
    })) as TaskRow | undefined;
  };
  const timeline = () => readTimeline(db, { customerId: id }, { limit: LONGEST_STORY });

  return {
    id,
    userId,
    does: (event, properties = {}) => tell([{ type: 'track', userId, event, properties }]),
    async says(text, { channel = 'email', touchId = null } = {}) {
      const said = { customerId: id, channel, touchId, body: text, source: 'testkit', dedupeKey: randomUUID() };
      await inTransaction(db, (tx) => receive(tx, { ...said, automatic: false, at: now() }, { journeys, now: now() }));
      await carry();
    },
    async enters(name, by = 'test') {
      const header = journeys.find((journey) => journey.name === name);
      if (!header) throw new TypeError(`there is no journey "${name}"`);
      const decision = await db.$transaction((tx) =>
        enroll(tx, header, { customerId: id, cause: { kind: 'request', by } }, now()),
      );
      await carry();
      return decision;
    },
    task: () => task(),
    async completes(playbook, outcome) {
      const open = await task(playbook);
      if (!open) throw new TypeError(`${userId} has no unfinished task of the playbook "${playbook}"`);
      await completeTask(
        db,
        { taskId: open.id, by: open.assignee ?? 'somebody', version: open.version, outcome },
        playbooks,
        now(),
      );
      await carry();
    },
    timeline,
    story: async (kinds) => tellStory(await timeline(), birth, kinds),
  };
}

/** A browser behind a push service that is not there: notifications to it can be captured, not sent. */
function browserOf(id: string) {
  return { endpoint: `https://push.invalid/${id}`, keys: { p256dh: '', auth: '' }, userAgent: null };
}

function traitsOf(
  userId: string,
  { email = `${userId}@example.com`, phone, owner, locale, timeZone = 'UTC', traits }: Profile,
): Record<string, unknown> {
  return {
    ...(email && { email }),
    ...(phone && { phone }),
    ...(owner && { owner }),
    ...(locale && { locale }),
    ...(timeZone && { timezone: timeZone }),
    ...traits,
  };
}

async function recordConsents(
  db: Db,
  customerId: string,
  { granted = [], withdrawn = [] }: Profile,
  at: Date,
): Promise<void> {
  const wills = [
    ...granted.map((channel) => ({ channel, state: 'granted' as const })),
    ...withdrawn.map((channel) => ({ channel, state: 'withdrawn' as const })),
  ];
  for (const will of wills) {
    const basis = will.state === 'granted' ? 'consent' : 'withdrawal';
    const said = { customerId, topic: '*', basis, wording: null, method: 'test', actor: null, at, expiresAt: null };
    await inTransaction(db, (tx) => recordConsent(tx, { ...said, ...will }));
  }
}
