import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Ending, Facts, JourneyHeader } from '../../domain/journey';
import { eventSignal, searchAttributesOf, steerSignal, type JourneyInput } from '../messages';
import { local, remote } from './activities';
import { begin, Enrollment, type Interruption } from './enrollment';
import type { Done, Next } from './flow';
import type { Stage } from './journey';
import { JourneyHeld, JourneyMisuse } from './misuse';

/**
 * Runs one stage of one enrollment, then continues as new at the next stage or ends. Position is data and histories stay
 * short; the newest code takes effect at the next stage. Returns the outcome of the journey.
 */
export async function runStage(
  header: JourneyHeader,
  stages: Readonly<Record<string, Stage>>,
  afterGoal: string | undefined,
  input: JourneyInput,
): Promise<string> {
  const enrollment = new Enrollment(header, input);
  begin(enrollment);
  setHandler(eventSignal, (event) => enrollment.hear(event), { description: 'A fact that the journey hears.' });
  setHandler(steerSignal, (steering) => enrollment.steer(steering), { description: 'A hand on the journey.' });
  setCurrentDetails(`Stage **${enrollment.stage}**`);

  const { enrollmentId, stage: name } = enrollment;
  const entered = await local.enterStage({ enrollmentId, stage: name, at: Date.now() });
  if (entered.over) return 'over';
  enrollment.customerId = entered.facts.customer.id;

  const result = await interruptible(enrollment, stages[name], entered.facts);
  return CancellationScope.nonCancellable(() => leave(enrollment, result, afterGoal));
}

/** What a stage came to: its own answer, an interruption, or the run's cancellation from outside. */
type StageResult = Next | Done | Interruption | { readonly kind: 'cancelled' };

/**
 * Runs the stage so that goal, exit, steering and cancellation end it at any await, without the author's doing. They also end one
 * that fails: a customer whose journey cannot go on can still reach its goal, and be moved or let out by hand.
 */
async function interruptible(enrollment: Enrollment, stage: Stage | undefined, facts: Facts): Promise<StageResult> {
  const interruption = () => enrollment.interruption;
  const { stage: name, header } = enrollment;
  try {
    if (!stage)
      throw new JourneyMisuse(
        `journey() has no stage "${name}" in ${header.name}: keep a stage for as long as customers may stand in it.`,
      );
    const result = (await enrollment.scope.run(() => stage(facts))) as Next | Done | undefined;
    if (!result)
      throw new JourneyMisuse(
        `stage ${name} of ${header.name} returned nothing: end every stage with next() or done().`,
      );
    const interrupted = interruption();
    if (enrollment.verb && !interrupted)
      throw new JourneyMisuse(
        `stage ${name} of ${header.name} ended while ${enrollment.verb}() is still under way: await it (no-floating-promises).`,
      );
    return interrupted ?? result;
  } catch (error) {
    const interrupted = interruption();
    if (interrupted) return interrupted;
    if (isCancellation(error)) return { kind: 'cancelled' };
    if (error instanceof ActivityFailure) throw held(enrollment, error);
    throw error;
  }
}

async function leave(enrollment: Enrollment, result: StageResult, afterGoal: string | undefined): Promise<string> {
  switch (result.kind) {
    case 'next':
      return goOn(enrollment, result.stage);
    case 'done':
      return end(enrollment, enrollment.reachedGoal ? 'goal' : 'done', result.outcome);
    case 'goal':
      if (!afterGoal) return end(enrollment, 'goal', result.event.type);
      return goOn(enrollment, afterGoal, { reachedGoal: true });
    case 'exit':
      return end(enrollment, 'exit', result.event.type);
    case 'steered':
      if (result.steering.kind === 'exit') return end(enrollment, 'steered', 'exited');
      return goOn(enrollment, result.steering.stage);
    case 'cancelled':
      return end(enrollment, 'steered', 'cancelled');
  }
}

/** Continues as new at another stage. A task that the stage left open is settled first: nobody should work on it any more. */
async function goOn(enrollment: Enrollment, stage: string, reached?: { reachedGoal: boolean }): Promise<string> {
  const { customerId, enrollmentId, openTaskId: taskId } = enrollment;
  if (taskId) {
    await remote.resolveTask({ taskId, enrollmentId, cause: reached ? 'customer_acted' : 'journey_moved' });
  }
  const again = makeContinueAsNewFunc<(input: JourneyInput) => Promise<string>>({
    typedSearchAttributes: searchAttributesOf(customerId, stage),
  });
  return again(enrollment.continued(stage, reached));
}

async function end(enrollment: Enrollment, how: Ending, outcome: string): Promise<string> {
  const { enrollmentId, customerId } = enrollment;
  await remote.finish({ enrollmentId, customerId, how, outcome }, enrollment.takeNotes());
  return outcome;
}

/** An activity that can never succeed as it stands holds the journey where it is, instead of failing it and losing the customer. */
function held({ header, stage }: Enrollment, failure: ActivityFailure): JourneyHeld {
  const { activityType, cause } = failure;
  const code = cause instanceof ApplicationFailure && cause.type ? ` (${cause.type})` : '';
  return new JourneyHeld(
    `${activityType}${code} was refused for good in stage ${stage} of ${header.name}: remove the cause, then reset the run.`,
    { cause: failure },
  );
}
