import { z } from 'zod';
import { InvalidInput, type Fault } from '../../domain/errors';
import {
  BATCH_LIMIT,
  batchBody,
  INGEST_BODIES,
  INGEST_KINDS,
  ITEM_LIMIT,
  type IngestBody,
  type IngestKind,
} from '../../domain/ingest';
import { itemOf, readItem, type IngestItem } from '../../domain/ingest-item';
import { ingest } from '../../prisma/ingest';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';

const taken = {
  success: z.literal(true),
  accepted: z.int().meta({ description: 'Messages that were kept or carried out.' }),
  duplicates: z.int().meta({ description: 'Events that were here already, by their `messageId`.' }),
};

const itemError = z.object({
  index: z.int().meta({ description: 'Place in the batch, from 0.' }),
  message_id: z.string().nullable(),
  pointer: z.string().meta({ description: 'JSON pointer into the item; empty for the item as a whole.' }),
  detail: z.string(),
});

const SUMMARIES: Readonly<Record<IngestKind, string>> = {
  identify: 'Say who a customer is',
  track: 'Say what a customer did',
  page: 'Say that a customer saw a page',
  screen: 'Say that a customer saw a screen',
  group: 'Say which company a customer belongs to',
  alias: 'Say that two ids mean the same customer',
};

/**
 * What backends post, compatible with Segment's HTTP tracking API (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/),
 * so that its libraries work against Perennial: `success` is theirs, the other fields are ours.
 */
export function ingestRoutes(deps: IngestDeps): Route[] {
  return [...INGEST_KINDS.map((kind) => oneRoute(kind, deps)), batchRoute(deps)];
}

type IngestDeps = Pick<ApiDeps, 'db' | 'journeys' | 'wakeRelay'>;

function oneRoute(kind: IngestKind, deps: IngestDeps): Route {
  return route({
    method: 'post',
    path: `/v1/${kind}`,
    role: 'ingest',
    tag: 'Ingest',
    summary: SUMMARIES[kind],
    body: INGEST_BODIES[kind],
    bodyLimit: ITEM_LIMIT,
    problems: [413],
    responses: { 200: { description: 'Committed.', schema: z.object(taken) } },
    async handle({ body, now }) {
      const { item, faults } = itemOf(kind, body as IngestBody<typeof kind>, { receivedAt: now });
      if (!item) throw new InvalidInput('The message cannot be kept.', faults);
      return { status: 200, body: await keep(deps, [item], now) };
    },
  });
}

function batchRoute(deps: IngestDeps): Route {
  return route({
    method: 'post',
    path: '/v1/batch',
    role: 'ingest',
    tag: 'Ingest',
    summary: 'Say many things at once',
    description:
      'Up to 500 KB, each item up to 32 KB. Good items are kept and bad ones named in `errors`; when all are bad, it is a problem. ' +
      'One transaction, so an answer means that all good items are kept.',
    body: batchBody,
    bodyLimit: BATCH_LIMIT,
    problems: [413],
    responses: { 200: { description: 'Committed.', schema: z.object({ ...taken, errors: z.array(itemError) }) } },
    async handle({ body: { batch, sentAt }, now }) {
      const verdicts = batch.map((raw) => readItem(raw, { receivedAt: now, sentAt }));
      const items = verdicts.flatMap(({ item }) => item ?? []);
      if (items.length === 0 && batch.length > 0) throw allBad(verdicts.map(({ faults = [] }) => faults));
      const errors = verdicts.flatMap(({ faults = [] }, index) =>
        faults.map((fault) => ({ index, message_id: messageIdOf(batch[index]), ...fault })),
      );
      return { status: 200, body: { ...(await keep(deps, items, now)), errors } };
    },
  });
}

async function keep({ db, journeys, wakeRelay }: IngestDeps, items: readonly IngestItem[], now: Date) {
  const recorded = await ingest(db, items, { journeys, now });
  wakeRelay();
  return { success: true, ...recorded } as const;
}

function allBad(faults: readonly (readonly Fault[])[]): InvalidInput {
  const placed = faults.flatMap((each, index) =>
    each.map(({ pointer, detail }) => ({ pointer: `/batch/${index}${pointer}`, detail })),
  );
  return new InvalidInput('No item of the batch can be kept.', placed);
}

function messageIdOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && 'messageId' in raw ? raw.messageId : null;
  return typeof id === 'string' ? id : null;
}
