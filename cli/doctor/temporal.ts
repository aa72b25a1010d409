import { temporal } from '@temporalio/proto';
import { channelQueue, QUEUED_CHANNELS } from '../../domain/queue';
import { connectTemporal, type Temporal } from '../../temporal/client';
import { missingSearchAttributes } from '../../temporal/search-attributes';
import { TASK_QUEUE } from '../../workflows/messages';
import type { CliConfig } from '../config';
import { temporalSettings } from '../connections';
import { reasonOf, type Finding } from './finding';

const ANSWERS_WITHIN_MS = 8000;
const SECONDS_A_DAY = 86_400;
const { TASK_QUEUE_TYPE_ACTIVITY, TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;

/** Temporal: reachable, with our namespace and search attributes, and with a worker that asks for work. */
export async function checkTemporal(config: CliConfig): Promise<Finding[]> {
  const where = config.temporalAddress ? `${config.temporalAddress} (TEMPORAL_ADDRESS)` : 'embedded';
  try {
    const reached = await connectTemporal(temporalSettings(config));
    try {
      return await checkServer(reached, config.namespace, where);
    } finally {
      await reached.close();
    }
  } catch (error) {
    return [
      unreachable(config, config.temporalAddress ? `${where}: ${reasonOf(error)}` : reasonOf(error)),
      ...unknowns(['namespace', 'search attributes', 'worker'], 'no Temporal'),
    ];
  }
}

async function checkServer({ connection }: Temporal, namespace: string, where: string): Promise<Finding[]> {
  const deadline = performance.timeOrigin + performance.now() + ANSWERS_WITHIN_MS;
  return connection.withDeadline(deadline, async () => {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const server: Finding = { check: 'temporal', state: 'ok', says: `Temporal ${serverVersion}, ${where}` };
    const described = await describe({ connection }, namespace);
    if (described.state !== 'ok')
      return [server, described, ...unknowns(['search attributes', 'worker'], 'no namespace')];
    return [
      server,
      described,
      await checkAttributes({ connection }, namespace),
      await checkWorkers({ connection }, namespace),
    ];
  });
}

type Reached = Pick<Temporal, 'connection'>;

async function describe({ connection }: Reached, namespace: string): Promise<Finding> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / SECONDS_A_DAY;
    return { check: 'namespace', state: 'ok', says: `${namespace}, ended journeys readable for ${days} days` };
  } catch (error) {
    const remedy = `Create it (temporal operator namespace create -n ${namespace}), or name another one in TEMPORAL_NAMESPACE.`;
    return { check: 'namespace', state: 'broken', says: `${namespace}: ${reasonOf(error)}`, remedy };
  }
}

async function checkAttributes({ connection }: Reached, namespace: string): Promise<Finding> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return { check: 'search attributes', state: 'ok', says: 'registered' };
  const remedy = `Start the API once, which registers them, or: ${missing
    .map((name) => `temporal operator search-attribute create -n ${namespace} --name ${name} --type Keyword`)
    .join('; ')}`;
  return { check: 'search attributes', state: 'broken', says: `missing: ${missing.join(', ')}`, remedy };
}

/** Every worker serves the queue of the journeys and those of the channels; one that is older than these does not. */
async function checkWorkers({ connection }: Reached, namespace: string): Promise<Finding> {
  const workersOn = async (name: string, taskQueueType: number) => {
    const asked = { namespace, taskQueue: { name }, taskQueueType };
    const { pollers } = await connection.workflowService.describeTaskQueue(asked);
    return new Set(pollers?.map(({ identity }) => identity)).size;
  };
  const remedy = 'Run npm start, or start a worker of this release (docs/operators.md).';
  const workers = await workersOn(TASK_QUEUE, TASK_QUEUE_TYPE_WORKFLOW);
  if (workers === 0)
    return {
      check: 'worker',
      state: 'broken',
      says: `none on the task queue "${TASK_QUEUE}": journeys stand still`,
      remedy,
    };

  const queues = QUEUED_CHANNELS.map(channelQueue);
  const counts = await Promise.all(queues.map((queue) => workersOn(queue, TASK_QUEUE_TYPE_ACTIVITY)));
  const alone = queues.filter((_queue, index) => counts[index] === 0);
  if (alone.length > 0)
    return { check: 'worker', state: 'broken', says: `none on ${alone.join(', ')}: touches there stand still`, remedy };
  return {
    check: 'worker',
    state: 'ok',
    says: `${workers} on the task queue "${TASK_QUEUE}" and those of the channels`,
  };
}

function unreachable({ temporalAddress }: CliConfig, says: string): Finding {
  const remedy = temporalAddress
    ? 'Start that server, or correct TEMPORAL_ADDRESS, TEMPORAL_API_KEY and the TEMPORAL_TLS variables.'
    : 'Run npm start, which brings up the embedded one, or set TEMPORAL_ADDRESS.';
  return { check: 'temporal', state: 'broken', says, remedy };
}

function unknowns(checks: readonly string[], why: string): Finding[] {
  return checks.map((check) => ({ check, state: 'unknown', says: `not looked at: ${why}` }));
}
