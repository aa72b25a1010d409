import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JourneyHeader } from '../domain/journey';
import { blame } from '../temporal/blame';
import type { Temporal } from '../temporal/client';
import { ensureSchedules } from '../temporal/schedules';
import { ensureSearchAttributes } from '../temporal/search-attributes';

/** What the API process has to do with Temporal beside the relay. */
export interface TemporalTies {
  /** Whether the namespace answers, from a call at most every three seconds that is given one second. */
  readonly reachable: () => Promise<boolean>;
  /**
   * Resolves when no call is under way, which must be so before the connection is closed: the client tries failed calls
   * again on a timer, and on a closed connection that try throws where nobody can catch it (@temporalio/client 1.24).
   */
  readonly settled: () => Promise<void>;
}

interface TiesOptions {
  readonly namespace: string;
  readonly journeys: readonly JourneyHeader[];
  readonly log: Logger;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

const PROBE_MS = 1_000;
const REMEMBERED_MS = 3_000;

/** Makes Temporal know our search attributes and schedules, in the background, and keeps an eye on whether it answers. */
export function tieToTemporal(temporal: Temporal, options: TiesOptions): TemporalTies {
  const { connection } = temporal;
  const registered = register(temporal, options);
  let last: { readonly at: number; readonly answer: Promise<boolean> } | undefined;

  const probe = () =>
    within(temporal, PROBE_MS, () =>
      connection.workflowService.describeNamespace({ namespace: options.namespace }),
    ).then(
      () => true,
      () => false,
    );
  return {
    reachable() {
      const at = performance.now();
      if (!last || at - last.at > REMEMBERED_MS) last = { at, answer: probe() };
      return last.answer;
    },
    async settled() {
      await Promise.all([registered, last?.answer]);
    },
  };
}

const REGISTER_MS = 5_000;
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 30_000;

/** Tries until it has worked or the process ends; the API answers meanwhile. */
async function register(temporal: Temporal, { namespace, journeys, log, signal }: TiesOptions): Promise<void> {
  for (let rest = FIRST_REST_MS; !signal.aborted; rest = Math.min(rest * 2, LONGEST_REST_MS)) {
    try {
      await within(temporal, REGISTER_MS, async () => {
        await registerAttributes(temporal, namespace, log);
        await ensureSchedules(temporal.client, journeys);
      });
      return;
    } catch (error) {
      log.debug({ reason: blame(error).reason }, 'Temporal does not know our schedules yet');
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

/** Where applications may not register attributes (Temporal Cloud) the operator does it once: docs/operators.md. */
async function registerAttributes({ connection }: Temporal, namespace: string, log: Logger): Promise<void> {
  try {
    await ensureSearchAttributes(connection, namespace);
  } catch (error) {
    const refused =
      error instanceof Error && 'code' in error && (error.code === PERMISSION_DENIED || error.code === UNIMPLEMENTED);
    if (!refused) throw error;
    log.warn('Temporal does not let this process register search attributes: see docs/operators.md');
  }
}

function within<T>({ connection }: Temporal, ms: number, work: () => Promise<T>): Promise<T> {
  return connection.withDeadline(performance.timeOrigin + performance.now() + ms, work);
}
