import { activityInfo } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import '../cli/start/leash';
import { BARE_QUEUE, type Moment } from './bare';

/* The worker process of the bare workflow: the settings of activities/worker.ts, and activities that do nothing but be counted. */

async function main([address, namespace, cache]: readonly string[]): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  });
  const connection = await NativeConnection.connect({ address: address! });
  const worker = await Worker.create({
    connection,
    namespace: namespace!,
    taskQueue: BARE_QUEUE,
    workflowsPath: require.resolve('./bare-workflow'),
    maxCachedWorkflows: Number(cache),
    shutdownGraceTime: '20 seconds',
    activities: {
      async act() {
        const { isLocal, workflowExecution } = activityInfo();
        if (!isLocal) tell({ kind: 'acted', workflowId: workflowExecution?.workflowId ?? '' });
      },
    },
    sinks: {
      bench: {
        waits: { callDuringReplay: false, fn: ({ workflowId }) => tell({ kind: 'waits', workflowId }) },
      },
    },
  });
  process.send?.({ ready: true });
  await worker.run();
  await connection.close();
}

function tell(moment: Moment): void {
  process.send?.(moment);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
