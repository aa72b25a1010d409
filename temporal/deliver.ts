import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Duration } from '../domain/duration';
import { toMs } from '../domain/duration';
import type { LeasedRow } from '../prisma/outbox-lease';
import { eventSignal, searchAttributesOf, steerSignal, TASK_QUEUE } from '../workflows/messages';
import { blame } from './blame';

/**
 * What became of one row. `delivered`: Temporal has it. `moot`: the run that it is for has ended. `early`: the customer's
 * former run of this journey is still closing, so the new one must wait. `unreachable`: Temporal (not the row) is at
 * fault. `refused`: this row is at fault; `reason` is Temporal's word for it, without the payload.
 */
export type Fate =
  | { readonly kind: 'delivered' | 'moot' | 'early' }
  | { readonly kind: 'unreachable' | 'refused'; readonly reason: string };

/** Bounds of one delivery. A run timeout is for tests, which must bound their runs on a virtual clock. */
export interface DeliveryOptions {
  readonly deadlineMs: number;
  readonly runTimeout?: Duration;
}

/** Starts the row's run or signals it, with one call that is safe to repeat. Never throws. */
export async function deliver(client: Client, row: LeasedRow, options: DeliveryOptions): Promise<Fate> {
  const deadline = performance.timeOrigin + performance.now() + options.deadlineMs;
  try {
    return await client.withDeadline(deadline, () => send(client, row, options));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'moot' };
    return blame(error);
  }
}

async function send(client: Client, row: LeasedRow, options: DeliveryOptions): Promise<Fate> {
  switch (row.kind) {
    case 'start':
      return start(client, row, options);
    case 'event':
      await client.workflow.getHandle(row.workflowId).signal(eventSignal, row.payload);
      return { kind: 'delivered' };
    case 'steer':
      await client.workflow.getHandle(row.workflowId).signal(steerSignal, row.payload);
      return { kind: 'delivered' };
    case 'end':
      await client.workflow.getHandle(row.workflowId).terminate(row.payload.because);
      return { kind: 'delivered' };
    case 'errand':
      return run(client, row, options);
    default:
      throw new TypeError(`a row of kind ${(row satisfies never as LeasedRow).kind}`);
  }
}

/* An errand runs once in its life: one that is under way or over is not begun again. */
async function run(
  client: Client,
  { workflowId, payload }: LeasedRow & { kind: 'errand' },
  { runTimeout }: DeliveryOptions,
): Promise<Fate> {
  try {
    await client.workflow.start(payload.errand, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: payload.until === undefined ? [payload.id] : [payload.id, payload.until],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: payload.errand,
      ...(runTimeout && { workflowRunTimeout: toMs(runTimeout) }),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return { kind: 'delivered' };
}

/* A start that is repeated long after a crash may find its run finished: then the enrollment has ended, and it must not begin again. */
async function start(
  client: Client,
  row: LeasedRow & { kind: 'start' },
  { runTimeout }: DeliveryOptions,
): Promise<Fate> {
  if (row.ended) return { kind: 'moot' };
  const { enrollmentId, workflowId, stage, payload } = row;
  const { journey, customerId } = payload;
  try {
    await client.workflow.start(journey, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [{ enrollmentId, customerId }],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      memo: { enrollmentId },
      typedSearchAttributes: searchAttributesOf(customerId, stage),
      staticSummary: journey,
      ...(runTimeout && { workflowRunTimeout: toMs(runTimeout) }),
    });
    return { kind: 'delivered' };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return (await isOwnRun(client, workflowId, enrollmentId)) ? { kind: 'delivered' } : { kind: 'early' };
  }
}

/* Using whatever run is open would be one call less, but a run of the former enrollment may be about to close: the new one would be lost. */
async function isOwnRun(client: Client, workflowId: string, enrollmentId: string): Promise<boolean> {
  try {
    const { memo } = await client.workflow.getHandle(workflowId).describe();
    return memo?.['enrollmentId'] === enrollmentId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
