import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../../domain/ids';
import { withWorld } from '../../testkit';
import { play } from '../simulate/play';
import { readScript } from '../simulate/script';
import { PATHS, type Path } from './paths';
import type { Recording } from './recording';

/** Walks every path on the virtual clock and returns what Temporal recorded of it. `tell` hears of each path as it begins. */
export async function recordPaths(tell: (path: Path) => void, paths: readonly Path[] = PATHS): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const path of paths) {
    tell(path);
    const script = readScript(path.journey, { event: path.events });
    const histories = await withWorld(
      async (world) => {
        const [played] = await play(world, [script], 'replay');
        return chainOf(world.temporal, workflowIdOf(path.journey, played!.customer.id));
      },
      { journeys: [script.journey], alone: true },
    );
    recordings.push({ journey: path.journey, path: path.name, histories });
  }
  return recordings;
}

/** The histories of a run and of those that continued as new into it, the first one first. */
async function chainOf(client: Client, workflowId: string, runId?: string): Promise<string[]> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const before = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  return [...(before ? await chainOf(client, workflowId, before) : []), base64Of(history)];
}

function base64Of(history: temporal.api.history.v1.IHistory): string {
  return Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString('base64');
}
