import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from './ground';
import type { RunRecord } from './record';

interface Task {
  readonly id: string;
  readonly version: number;
}

const LOOK_EVERY_MS = 1_000;
/** Every so manieth task is completed by two people at the same moment. */
const CONTENDED = 4;

/** Starts two people who complete every task that opens; now and then both the same one. Ends with `stop`. */
export function startStaff(ground: Ground, record: RunRecord): { readonly stop: () => Promise<void> } {
  const { client } = ground;
  let stopped = false;
  let count = 0;
  const complete = async ({ id, version }: Task, by: string, outcome: string) => {
    const headers = { 'if-match': `"${version}"` };
    const { status } = await client.call('POST', `/v1/tasks/${id}/completion`, { outcome, by }, headers);
    record.completions.push({ taskId: id, by, status });
  };
  const work = async () => {
    while (!stopped) {
      const { body } = await client.call('GET', '/v1/tasks?state=open&limit=100');
      for (const task of (body as { readonly data?: readonly Task[] }).data ?? []) {
        count += 1;
        const both = count % CONTENDED === 0;
        await Promise.all([
          complete(task, 'ann', 'reached_resolved'),
          ...(both ? [complete(task, 'bob', 'not_applicable')] : []),
        ]);
      }
      await pause(LOOK_EVERY_MS);
    }
  };
  const working = work();
  return {
    async stop() {
      stopped = true;
      await working;
    },
  };
}
