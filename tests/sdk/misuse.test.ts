import type { Client } from '@temporalio/client';
import { withWorld } from '../../testkit';
import * as misused from '../fixtures/misused-journeys';

const RULES: Readonly<Record<keyof typeof misused, string>> = {
  deafWait:
    'waitFor() can only wait for events that the journey hears: add customer.help_requested to `hears` of deafWait.',
  deafTask:
    'escalate() can only wait for events that the journey hears: add customer.help_requested to `hears` of deafTask.',
  twoAtOnce:
    'sleep() was called while sleep() is still under way: await each verb before the next (no-floating-promises).',
  notAwaited: 'stage only of notAwaited ended while touch() is still under way: await it (no-floating-promises).',
  twiceTheChannel:
    'touch() was given email as the primary channel of at-risk/check-in and as its fallback: name each channel once.',
  noEnd: 'stage only of noEnd returned nothing: end every stage with next() or done().',
  badDuration: '"a while" is not a duration such as "4 days"',
  goneStage: 'journey() has no stage "gone" in goneStage: keep a stage for as long as customers may stand in it.',
};

test('a misuse stops the journey with one sentence that names the function and the rule, and loses nobody', () =>
  withWorld(
    async ({ customer, temporal, db }) => {
      const ada = await customer();
      for (const [name, rule] of Object.entries(RULES)) {
        await ada.enters(name);
        expect(await failureOf(temporal, `${name}:${ada.id}`)).toBe(rule);
      }
      expect(await db.enrollment.count({ where: { state: 'active' } })).toBe(Object.keys(RULES).length);
    },
    {
      workflowsPath: require.resolve('../fixtures/misused-journeys'),
      journeys: Object.values(misused).map(({ header }) => header),
      leavesStuck: true,
    },
  ));

test('a test whose journey breaks a rule fails with that rule instead of standing still', () =>
  withWorld(
    async ({ customer, pass }) => {
      const ada = await customer();
      await ada.enters('noEnd');
      await expect(pass('1 day')).rejects.toThrow(`noEnd cannot go on: ${RULES.noEnd}`);
    },
    {
      workflowsPath: require.resolve('../fixtures/misused-journeys'),
      journeys: [misused.noEnd.header],
      leavesStuck: true,
    },
  ));

/** What the workflow task failed with. The worker reports it within moments; the test's own time-out bounds the wait. */
async function failureOf(client: Client, workflowId: string): Promise<string> {
  for (;;) {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const failed = events?.find((event) => event.workflowTaskFailedEventAttributes?.failure);
    const failure = failed?.workflowTaskFailedEventAttributes?.failure;
    if (failure) return failure.message ?? '';
  }
}
