import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import type { Clock } from '../domain/clock';
import { countOpenAlarms } from '../prisma/alarms';
import type { Db } from '../prisma/client';
import { readTrust, type JudgedRate } from '../prisma/guardrails';
import { readHolds, type HoldRow } from '../prisma/holds';
import { outboxStats } from '../prisma/outbox';
import { providerEventStats } from '../prisma/provider-events';
import { readProviders } from '../prisma/provider-states';
import type { ReportTally } from '../prisma/reports/apply';
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
  /** Counts events of a webhook, by what became of them: stored, known, forged, unreadable. */
  readonly countWebhook: (source: string, outcome: string, events: number) => void;
  /** Counts what is worth a look in what providers reported. */
  readonly countReports: (tally: ReportTally & { readonly strangers: number }) => void;
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
  const webhooks = new Counter({
    name: 'perennial_webhook_events_total',
    help: 'Events that came by webhook, by source and what became of them; forged and unreadable ones count as requests.',
    labelNames: ['source', 'outcome'] as const,
    registers,
  });
  const unknownCodes = new Counter({
    name: 'perennial_provider_unknown_codes_total',
    help: 'Failures reported under a code that Perennial does not know, by provider and code.',
    labelNames: ['provider', 'code'] as const,
    registers,
  });
  const strays = counter('provider_stray_reports_total', 'Reports about messages that are not in this ledger.');
  const strangers = counter('inbound_strangers_total', 'Messages from senders who are no customers.');
  const refresh = databaseGauges(db, options, registers);

  return {
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    countIngested(answer) {
      const { data } = ingested.safeParse(answer);
      if (!data) return;
      accepted.inc(data.accepted);
      rejected.inc(new Set(data.errors.map(({ index }) => index)).size);
    },
    countWebhook: (source, outcome, events) => webhooks.inc({ source, outcome }, events),
    countReports(tally) {
      for (const code of tally.unknownCodes) unknownCodes.inc(code);
      strays.inc(tally.strays);
      strangers.inc(tally.strangers);
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
  const events = gauge('provider_events_waiting', 'What providers reported and nobody has understood yet.');
  const oldestEvent = gauge('provider_events_oldest_age_seconds', 'How long the oldest of that has waited.');
  const parkedEvents = gauge('provider_events_parked', 'What providers reported and was not understood in five tries.');
  const circuits = new Gauge({
    name: 'perennial_provider_circuit',
    help: 'Whether a provider is called: 0 yes, 1 one call is out to see, 2 no. Providers without trouble are not listed.',
    labelNames: ['provider'] as const,
    registers,
  });
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
  const safety = safetyGauges(registers);

  return async () => {
    try {
      const [outbox, counts, stuckRuns, reported, providers, alarms, holds, trust] = await Promise.all([
        outboxStats(db, now()),
        countTasks(db, {}, now()),
        countStuck(db),
        providerEventStats(db, now()),
        readProviders(db),
        countOpenAlarms(db),
        readHolds(db, now()),
        readTrust(db, now()),
      ]);
      safety({ alarms, holds, rates: trust.rates });
      stuck.reset();
      for (const { name } of journeys) stuck.set({ journey: name }, 0);
      for (const [journey, count] of stuckRuns) stuck.set({ journey }, count);
      waiting.set(outbox.waiting);
      oldest.set(outbox.oldestAgeMs / 1000);
      parked.set(outbox.parked);
      events.set(reported.waiting);
      oldestEvent.set(reported.oldestAgeMs / 1000);
      parkedEvents.set(reported.parked);
      for (const { provider, circuit } of providers) circuits.set({ provider }, CIRCUITS[circuit]);
      for (const [state, count] of Object.entries(counts)) tasks.set({ state }, count);
      up.set(1);
    } catch {
      up.set(0);
    }
  };
}

/** Gauges of what stops or endangers sending: labels that are over disappear. */
function safetyGauges(registers: Registry[]) {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name: `perennial_${name}`, help, labelNames, registers });
  const alarms = gauge('alarms_open', 'Alarms that nobody has ended, by kind and level.', ['kind', 'level']);
  const holds = gauge('holds_on', 'Holds on sending, by scope and cause.', ['scope', 'cause']);
  const rates = gauge('trust_rate', 'Complaints, unsubscriptions and bounces, as shares.', ['measure', 'channel']);

  return (found: {
    readonly alarms: Awaited<ReturnType<typeof countOpenAlarms>>;
    readonly holds: readonly HoldRow[];
    readonly rates: readonly JudgedRate[];
  }) => {
    for (const each of [alarms, holds, rates]) each.reset();
    for (const { kind, level, count } of found.alarms) alarms.set({ kind, level }, count);
    for (const { scope, cause } of found.holds) holds.inc({ scope, cause });
    for (const { measure, group, rate } of found.rates) {
      if (group.by === 'channel') rates.set({ measure, channel: group.channel }, rate.rate);
    }
  };
}

const CIRCUITS = { closed: 0, half_open: 1, open: 2 };
