import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JourneyHeader } from '../domain/journey';
import { blame } from '../temporal/blame';
import type { Temporal } from '../temporal/client';
import { ensureSchedules } from '../temporal/schedules';
import { ensureSearchAttributes } from '../temporal/search-attributes';

const LONGEST_REST_MS = 30_000;

/**
 * Sees to it that Temporal knows our search attributes and schedules, trying again until it does or the signal aborts: the API
 * answers meanwhile. Where applications may not register attributes (Temporal Cloud) that is logged and left to the operator.
 */
export async function tieToTemporal(
  { client, connection }: Temporal,
  {
    namespace,
    journeys,
    log,
    signal,
  }: { namespace: string; journeys: readonly JourneyHeader[]; log: Logger; signal: AbortSignal },
): Promise<void> {
  for (let rest = 500; !signal.aborted; rest = Math.min(rest * 2, LONGEST_REST_MS)) {
    try {
      await ensureSearchAttributes(connection, namespace).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        log.warn('Temporal does not let this process register search attributes: see docs/operators.md');
      });
      await ensureSchedules(client, journeys);
      return;
    } catch (error) {
      log.debug({ reason: blame(error).reason }, 'Temporal does not know our schedules yet');
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === PERMISSION_DENIED || error.code === UNIMPLEMENTED)
  );
}

const PROBE_MS = 1_000;
const REMEMBERED_MS = 3_000;

/** Tells whether the namespace answers, from a call at most every three seconds that is given one second. */
export function createTemporalProbe({ connection }: Temporal, namespace: string): () => Promise<boolean> {
  let last: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  return () => {
    const now = performance.now();
    if (!last || now - last.at > REMEMBERED_MS) {
      const deadline = performance.timeOrigin + now + PROBE_MS;
      const call = connection.withDeadline(deadline, () => connection.workflowService.describeNamespace({ namespace }));
      last = {
        at: now,
        answer: call.then(
          () => true,
          () => false,
        ),
      };
    }
    return last.answer;
  };
}
