import { z } from 'zod';
import { instantOf } from './instant';
import { storableText } from './storable';

/** Largest item, and largest batch, in bytes of JSON: the limits of Segment's HTTP tracking API. */
export const ITEM_LIMIT = 32 * 1024;
export const BATCH_LIMIT = 500 * 1024;

/** The kinds of message in Segment's specification. A page or screen is kept as an event. */
export const INGEST_KINDS = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type IngestKind = (typeof INGEST_KINDS)[number];

const LONGEST_ID = 512;

/** Far more than fit into a batch of real events; keeps the list of faults of a nonsensical one within bounds. */
const MOST_ITEMS = 5_000;

/** Backends send numbers as ids, and null or an empty text for none. */
const id = z
  .union([z.string().max(LONGEST_ID), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? undefined : storableText(String(value)).trim() || undefined,
  );

const name = z.string().trim().min(1).max(255).transform(storableText);

const instant = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined || text === '') return undefined;
    const at = instantOf(text);
    if (at) return at;
    context.addIssue({ code: 'custom', message: 'is not a date in ISO 8601 between 1970 and 9999' });
    return z.NEVER;
  });

const object = z.record(z.string(), z.unknown()).nullish();

const envelope = {
  userId: id.meta({ description: "The customer's id in your database." }),
  anonymousId: id.meta({ description: 'The id of a device before anybody logged in on it.' }),
  messageId: z
    .string()
    .max(255)
    .nullish()
    .transform((text) => storableText(text ?? '').trim() || undefined)
    .meta({ description: 'Sent again under the same id, an event is kept once.' }),
  timestamp: instant.meta({ description: 'When it happened, by the clock of the sender.' }),
  originalTimestamp: instant.meta({ description: 'Read when `timestamp` is missing.' }),
  sentAt: instant.meta({ description: 'When it was sent, by the same clock: corrects a clock that is wrong.' }),
  context: z.unknown().optional().meta({ description: 'Accepted and not kept.' }),
  integrations: z
    .unknown()
    .optional()
    .meta({
      description:
        'Segment\'s switches. `{"Journeys": false}` keeps an event from journeys, `{"Journeys": true}` lets them have it however old it ' +
        'is; without it they get what happened within the last 72 hours.',
    }),
};

/** The body of each kind of message, as its own endpoint takes it and as an item of a batch (which adds `type`). */
export const INGEST_BODIES = {
  identify: z.object({ ...envelope, traits: object.meta({ description: 'Null removes a trait.' }) }),
  track: z.object({
    ...envelope,
    event: name.meta({ description: '"Order Completed" and `order.completed` mean the same.' }),
    properties: object,
  }),
  page: z.object({ ...envelope, name: z.string().nullish(), category: z.string().nullish(), properties: object }),
  screen: z.object({ ...envelope, name: z.string().nullish(), category: z.string().nullish(), properties: object }),
  group: z.object({ ...envelope, groupId: id, traits: object }),
  alias: z.object({ ...envelope, previousId: id }),
} as const satisfies Readonly<Record<IngestKind, z.ZodType>>;

export type IngestBody<K extends IngestKind = IngestKind> = z.output<(typeof INGEST_BODIES)[K]>;

/** The body of a batch. Its items are judged one by one, so that a bad one does not take the good ones with it. */
export const batchBody = z.object({
  batch: z.array(z.unknown()).max(MOST_ITEMS).meta({
    description:
      'Messages of the other endpoints, each with its `type`: identify, track, page, screen, group or alias.',
  }),
  sentAt: instant.meta({ description: 'For items without a `sentAt` of their own.' }),
  context: z.unknown().optional(),
});
