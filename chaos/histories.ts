import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyOf } from '../bench/history';

/** The ids of all facts that stand in the histories of a workflow, over every continue-as-new. Empty when it never began. */
export async function heardBy(client: Client, workflowId: string): Promise<ReadonlySet<string>> {
  const { events } = await historyOf(client, workflowId).catch(() => ({ events: [] }));
  const facts = events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const [payload] = signal?.input?.payloads ?? [];
    return payload ? [defaultPayloadConverter.fromPayload<{ readonly eventId?: string }>(payload)] : [];
  });
  return new Set(facts.flatMap(({ eventId }) => eventId ?? []));
}

/** The ids of runs of journeys that have not closed. */
export async function openRuns({ workflow }: Client): Promise<string[]> {
  const ids: string[] = [];
  const query = `ExecutionStatus = 'Running' AND WorkflowType IN ('at-risk', 'onboarding')`;
  for await (const { workflowId } of workflow.list({ query })) ids.push(workflowId);
  return ids;
}
