import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../embedded/state';
import { withWorld } from '../../testkit';
import { trial } from '../fixtures/trial';

const guide = readFileSync(path.join(projectRoot(), 'docs', 'authors.md'), 'utf8');
const [journey, story] = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
const world = { workflowsPath: require.resolve('../fixtures/trial'), journeys: [trial.header] };

test('the journey that the guide writes is the one that is tested here', () => {
  const fixture = readFileSync(require.resolve('../fixtures/trial'), 'utf8');
  expect(fixture.replaceAll('../../workflows/', '../')).toBe(journey);
});

test('three quiet days of a trial bring in a person', () =>
  withWorld(async ({ customer, pass }) => {
    const ada = await customer({ owner: 'ann' });
    await ada.enters('trial');
    await pass('3 days');
    await ada.completes('onboarding-call', 'reached_resolved');
    await pass('1 hour');
    const told = await ada.story(['touch', 'task', 'ended']);
    expect(told).toEqual([...story!.matchAll(/'(day .*)',/g)].map(([, line]) => line));
    expect(told).toHaveLength(4);
  }, world));

test('every verb in the guide is one that authors can import', () => {
  const verbs = [...guide.matchAll(/^\| `(\w+)\(/gm)].map(([, verb]) => verb);
  expect(Object.keys(jest.requireActual<object>('../../workflows/sdk'))).toEqual(expect.arrayContaining(verbs));
});
