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
import { itemOf, type IngestItem, type ItemVerdict } from '../../domain/ingest-item';
import type { ApiDeps } from '../deps';
import { route, type Route } from '../route';
import { createBatchReader } from './batch-reader';
import { adviseOnCompletions } from './completion-advice';

const taken = {
  success: z.literal(true),
  accepted: z.int().meta({ description: 'Messages that were kept or carried out.' }),
  duplicates: z.int().meta({ description: 'Events that were here already, by their `messageId`.' }),
};

const itemWarning = z.object({
  index: z.int().meta({ description: 'Place in the batch, from 0; 0 for a message alone.' }),
  pointer: z.string().meta({ description: 'JSON pointer into the message.' }),
  detail: z.string().meta({ examples: ['is kept, but no journey knows it by this name: did you mean usage.dropped?'] }),
});

const warnings = z.array(itemWarning).meta({
  description:
    'What was kept and yet is probably not as it was meant: an event whose name is nearly that of a known one, traits that cannot be used ' +
    '(email, phone, time zone, locale, owner, renewal date), an email address as `userId`. Names of your own are no reason for one.',
});

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

type IngestDeps = Pick<ApiDeps, 'db' | 'intake' | 'playbooks' | 'wakeRelay'>;

function oneRoute(kind: IngestKind, deps: IngestDeps): Route {
  return route({
    method: 'post',
    path: `/v1/${kind}`,
    right: 'ingest',
    tag: 'Ingest',
    summary: SUMMARIES[kind],
    body: INGEST_BODIES[kind],
    bodyLimit: ITEM_LIMIT,
    problems: [413],
    responses: { 200: { description: 'Committed.', schema: z.object({ ...taken, warnings }) } },
    async handle({ body, now }) {
      const verdict = itemOf(kind, body as IngestBody<typeof kind>, { receivedAt: now });
      if (!verdict.item) {
        const [faults] = await adviseOnCompletions(deps, [{ message: body, faults: verdict.faults }]);
        throw new InvalidInput('The message cannot be kept.', faults);
      }
      return { status: 200, body: { ...(await keep(deps, [verdict.item], now)), warnings: warningsOf([verdict]) } };
    },
  });
}

function batchRoute(deps: IngestDeps): Route {
  const readBatch = createBatchReader();
  return route({
    method: 'post',
    path: '/v1/batch',
    right: 'ingest',
    tag: 'Ingest',
    summary: 'Say many things at once',
    description:
      'Up to 500 KB, each item up to 32 KB. Good items are kept and bad ones named in `errors`; when all are bad, it is a problem. ' +
      'One transaction, so an answer means that all good items are kept.',
    body: batchBody,
    bodyLimit: BATCH_LIMIT,
    problems: [413],
    responses: {
      200: { description: 'Committed.', schema: z.object({ ...taken, errors: z.array(itemError), warnings }) },
    },
    async handle({ body: { batch, sentAt }, now }) {
      const verdicts = await readBatch(batch, { receivedAt: now, sentAt });
      const items = verdicts.flatMap(({ item }) => item ?? []);
      const refused = verdicts.map(({ faults = [] }, index) => ({ message: batch[index], faults }));
      const faults = await adviseOnCompletions(deps, refused);
      if (items.length === 0 && batch.length > 0) throw allBad(faults);
      const errors = faults.flatMap((each, index) =>
        each.map((fault) => ({ index, message_id: messageIdOf(batch[index]), ...fault })),
      );
      return { status: 200, body: { ...(await keep(deps, items, now)), errors, warnings: warningsOf(verdicts) } };
    },
  });
}

async function keep({ intake, wakeRelay }: IngestDeps, items: readonly IngestItem[], now: Date) {
  const recorded = await intake.keep(items, now);
  wakeRelay();
  return { success: true, ...recorded } as const;
}

function warningsOf(verdicts: readonly ItemVerdict[]): z.input<typeof warnings> {
  return verdicts.flatMap(({ warnings: said = [] }, index) => said.map((warning) => ({ index, ...warning })));
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
