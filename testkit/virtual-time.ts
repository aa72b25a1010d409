import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { timeSkippingServer } from '../embedded/time-skipping';

/** A Temporal server whose clock jumps over every stretch in which nothing happens. */
export interface VirtualTime {
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly now: () => Date;
  /** Lets time pass, and returns when everything that fell due has been done. */
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const KEYWORD = 2;
/** The server skips only while no task is outstanding, so this last stretch takes no real time once everything is done. */
const SETTLE_MS = 30_000;
const START_TRIES = 3;

/** Starts a time-skipping server of one's own. Its clock begins now and is global to it: one world a server. */
export async function startVirtualTime(): Promise<VirtualTime> {
  quietRuntime();
  const env = await startEnvironment(await timeSkippingServer());
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: { PerennialStage: KEYWORD, PerennialCustomer: KEYWORD },
  });
  let now = await env.currentTimeMs();
  return {
    client: env.client,
    connection: env.nativeConnection,
    now: () => new Date(now),
    async pass(ms) {
      await env.sleep(ms);
      await env.sleep(SETTLE_MS);
      now = await env.currentTimeMs();
    },
    stop: () => env.teardown(),
  };
}

/** The Java server needs a second or two to come up; on a busy machine its first start may be too slow for the caller's patience. */
async function startEnvironment(path: string, tries = START_TRIES): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  } catch (error) {
    if (tries <= 1) throw error;
    return startEnvironment(path, tries - 1);
  }
}

/** The runtime can be installed once a process; whoever came first decides how loud it is. */
function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });
  } catch {
    Runtime.instance();
  }
}
