import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../prisma/client';

/** What the API measures of itself, in a registry of its own. */
export interface Metrics {
  readonly registry: Registry;
  /** One answered request; `route` is a pattern, so that the number of series stays small. */
  readonly observeRequest: (
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ) => void;
  readonly eventsAccepted: (count: number) => void;
  readonly eventsRejected: (count: number) => void;
}

/** Builds the metrics. With `process` also those of Node (memory, event loop, garbage collection), once a process. Gauges read the database when scraped. */
export function createMetrics(db: Db, { process = false }: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (process) collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'perennial_http_request_duration_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const accepted = new Counter({
    name: 'perennial_events_accepted_total',
    help: 'Events accepted and committed.',
    registers,
  });
  const rejected = new Counter({
    name: 'perennial_events_rejected_total',
    help: 'Events refused as not valid.',
    registers,
  });
  gaugeTasks(db, registers);

  return {
    registry,
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    eventsAccepted: (count) => accepted.inc(count),
    eventsRejected: (count) => rejected.inc(count),
  };
}

const WAITING = ['open', 'claimed', 'snoozed'] as const;

function gaugeTasks(db: Db, registers: Registry[]): void {
  new Gauge({
    name: 'perennial_tasks',
    help: 'Tasks that are not finished, by state.',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      const counts = await db.task.groupBy({ by: ['state'], where: { state: { in: [...WAITING] } }, _count: true });
      for (const state of WAITING) this.set({ state }, counts.find((row) => row.state === state)?._count ?? 0);
    },
  });
}
