import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../../domain/ids';
import { withWorld, type WorldOptions } from '../../testkit';
import { play } from '../simulate/play';
import { readScript } from '../simulate/script';
import type { Path } from './paths';
import type { Recording } from './recording';
import { scrubbed } from './scrub';

/**
 * Walks a path on the virtual clock and returns what Temporal recorded of it. Throws one sentence when something in the path could not
 * happen: a recording that lacks it would guard less than its name says.
 */
export async function recordPath(
  path: Path,
  options: Pick<WorldOptions, 'abort' | 'time' | 'alone'> = {},
): Promise<Recording> {
  const script = readScript(path.journey, { event: path.events });
  const histories = await withWorld(
    async (world) => {
      const [played] = await play(world, [script], 'replay');
      const { customer, notes } = played!;
      if (notes.length > 0)
        throw new Error(`The path ${path.journey}.${path.name} cannot be walked. ${notes.join(' ')}`);
      return chainOf(world.temporal, workflowIdOf(path.journey, customer.id));
    },
    { ...options, journeys: [script.journey] },
  );
  return { journey: path.journey, path: path.name, histories };
}

/** The histories of a run and of those that continued as new into it, the first one first. */
async function chainOf(client: Client, workflowId: string, runId?: string): Promise<string[]> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const before = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  return [...(before ? await chainOf(client, workflowId, before) : []), base64Of(scrubbed(history))];
}

function base64Of(history: temporal.api.history.v1.IHistory): string {
  return Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString('base64');
}
