import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import type { Clock } from '../domain/clock';
import type { Db } from '../prisma/client';
import { outboxStats } from '../prisma/outbox';
import { countStuck } from '../prisma/stuck';
import { countTasks } from '../prisma/tasks';

/** What the API measures of itself. */
export interface Metrics {
  /** One answered request; `route` is a pattern, so that the number of series stays small. */
  readonly observeRequest: (
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ) => void;
  /** Counts what an answer to an ingest says of itself; answers that say nothing of the kind are passed over. */
  readonly countIngested: (answer: unknown) => void;
  /** All of it in Prometheus' text format, the gauges fresh from the database. */
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

const ingested = z.object({ accepted: z.number(), errors: z.array(z.object({ index: z.number() })).default([]) });

interface MetricsOptions {
  readonly now: Clock;
  /** Adds those of Node: memory, event loop, garbage collection. */
  readonly ofProcess?: boolean;
  /** Those that have a series of their own from the beginning, at 0. */
  readonly journeys?: readonly { readonly name: string }[];
}

/** Builds the metrics in a registry of their own. */
export function createMetrics(db: Db, options: MetricsOptions): Metrics {
  const { ofProcess = false } = options;
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) => new Counter({ name: `perennial_${name}`, help, registers });

  const requests = new Histogram({
    name: 'perennial_http_request_duration_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const accepted = counter('events_accepted_total', 'Messages accepted and committed.');
  const rejected = counter('events_rejected_total', 'Messages refused, in batches of which others were kept.');
  const refresh = databaseGauges(db, options, registers);

  return {
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    countIngested(answer) {
      const { data } = ingested.safeParse(answer);
      if (!data) return;
      accepted.inc(data.accepted);
      rejected.inc(new Set(data.errors.map(({ index }) => index)).size);
    },
    async read() {
      await refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Gauges of what stands in the database; while it is away they keep their last values and `perennial_database_up` is 0. */
function databaseGauges(db: Db, { now, journeys = [] }: MetricsOptions, registers: Registry[]): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name: `perennial_${name}`, help, registers });
  const up = gauge('database_up', 'Whether the database answered this scrape.');
  const waiting = gauge('outbox_waiting', 'Facts on their way to Temporal.');
  const oldest = gauge('outbox_oldest_age_seconds', 'How long the oldest of them has been on its way.');
  const parked = gauge('outbox_parked', 'Facts that Temporal refused, which wait for a person.');
  const tasks = new Gauge({
    name: 'perennial_tasks',
    help: 'Tasks that want a person, by state; the overdue ones also count in theirs.',
    labelNames: ['state'] as const,
    registers,
  });

  const stuck = new Gauge({
    name: 'perennial_journeys_stuck',
    help: 'Customers whose journey cannot go on, by journey.',
    labelNames: ['journey'] as const,
    registers,
  });

  return async () => {
    try {
      const [outbox, counts, stuckRuns] = await Promise.all([
        outboxStats(db, now()),
        countTasks(db, { states: [] }, now()),
        countStuck(db),
      ]);
      stuck.reset();
      for (const { name } of journeys) stuck.set({ journey: name }, 0);
      for (const [journey, count] of stuckRuns) stuck.set({ journey }, count);
      waiting.set(outbox.waiting);
      oldest.set(outbox.oldestAgeMs / 1000);
      parked.set(outbox.parked);
      for (const [state, count] of Object.entries(counts)) tasks.set({ state }, count);
      up.set(1);
    } catch {
      up.set(0);
    }
  };
}
