import { DAY_MS } from '../../domain/duration';
import type { TimelineEntry } from '../../domain/timeline';
import type { World, WorldCustomer } from '../../testkit';
import type { Script } from './script';
import { taskAnswer, type ScriptedEvent } from './scripted-event';

/** What became of a simulated customer. */
export interface Played {
  readonly customer: WorldCustomer;
  readonly birth: Date;
  readonly entries: readonly TimelineEntry[];
  /** Things in the script that could not happen, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Plays scripts in a world, one customer each, all born now: each enters the journey by request, their events come at their
 * offsets, and time goes on to the last day, or until all have come to an end and nothing is left to happen.
 */
export async function play(world: World, scripts: readonly Script[], by: string): Promise<Played[]> {
  const birth = world.now();
  const cast = [];
  for (const script of scripts) {
    const customer = await world.customer(script.profile(birth));
    await customer.enters(script.journey.name, by);
    cast.push({ script, customer, notes: [] as string[] });
  }

  const agenda = cast
    .flatMap((member) => member.script.events.map((event) => ({ ...member, event })))
    .sort((a, b) => a.event.offsetMs - b.event.offsetMs);
  for (const { customer, notes, event } of agenda) {
    const instant = new Date(birth.getTime() + event.offsetMs);
    if (instant > world.now()) await world.until(instant);
    notes.push(...(await happen(world, customer, event, instant)));
  }
  await world.pass(0);
  const days = Math.max(...scripts.map((script) => script.days));
  if (await anyRuns(world)) await world.until(new Date(birth.getTime() + days * DAY_MS));

  return Promise.all(
    cast.map(async ({ customer, notes }) => ({ customer, birth, notes, entries: await customer.timeline() })),
  );
}

async function happen(world: World, customer: WorldCustomer, event: ScriptedEvent, instant: Date): Promise<string[]> {
  if (event.type === 'task.completed') {
    await world.pass(0);
    return complete(customer, event);
  }
  const { type, properties } = event;
  await world.tell([
    { type: 'track', userId: customer.userId, event: type, properties, timestamp: instant.toISOString() },
  ]);
  return [];
}

/** A person completes the open task: the script's word for what a backend cannot say. */
async function complete(customer: WorldCustomer, { properties, text }: ScriptedEvent): Promise<string[]> {
  const { outcome, playbook } = taskAnswer.parse(properties);
  const task = await customer.task();
  if (!task || (playbook !== undefined && playbook !== task.playbook)) {
    return [`"${text}" had no effect: no task${playbook ? ` of ${playbook}` : ''} was open then.`];
  }
  await customer.completes(task.playbook, outcome);
  return [];
}

async function anyRuns({ db }: World): Promise<boolean> {
  return (await db.enrollment.count({ where: { state: { not: 'ended' } } })) > 0;
}
