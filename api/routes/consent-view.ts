import { z } from 'zod';
import { CHANNELS, MESSAGE_CLASSES, type MessageClass } from '../../domain/channel';
import { CONSENT_DUTY, consentAllows, consentState, type ConsentRecord } from '../../domain/policy/consent';
import { PAGE_PATHS, type LinkSettings } from '../../domain/public-pages';
import type { ConsentRow } from '../../prisma/consents';

/** A consent record as it is answered. */
export const recordSchema = z.object({
  id: z.uuid(),
  channel: z.string(),
  topic: z.string(),
  purpose: z.string(),
  state: z.enum(['granted', 'withdrawn', 'pending']),
  basis: z.string(),
  wording: z.string().nullable(),
  wording_version: z.string().nullable(),
  locale: z.string().nullable(),
  method: z.string(),
  actor: z.string().nullable(),
  at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  seq: z.int().meta({ description: "Place in the customer's chain, from 1; 0: older than chains." }),
  hash: z.string().nullable().meta({ description: 'Of this record and the one before it.' }),
});

/** A record that was just made. */
export const recordedSchema = recordSchema.extend({
  confirm_url: z
    .url()
    .optional()
    .meta({ description: 'Of a double opt-in that you send yourself: send it to the address in question.' }),
  touch_id: z
    .uuid()
    .optional()
    .meta({ description: 'Of a double opt-in that Perennial sends: how it fares is at `/v1/touches/:id`.' }),
});

/** What looking through the chains came to. */
export const proofSchema = z.object({
  intact: z.boolean(),
  chains: z.array(
    z.object({
      chain: z.uuid().meta({ description: 'The customer who said it, before any merge.' }),
      length: z.int(),
      head: z.string().nullable().meta({ description: 'Hash of the last record that is sound.' }),
      broken: z
        .object({
          seq: z.int(),
          id: z.uuid(),
          why: z.enum(['gap', 'previous', 'changed']).meta({
            description:
              '`gap`: the record before it is missing; `previous`: it does not follow the one before; `changed`: it was altered.',
          }),
        })
        .nullable()
        .meta({ description: 'The first record that is not as it was written.' }),
    }),
  ),
  unchained: z.int().meta({ description: 'Records from before there were chains.' }),
});

/** What the records come to. */
export const currentSchema = z.object({
  channel: z.enum(CHANNELS),
  topic: z.string().meta({ description: '`*`: any topic that is not listed.' }),
  state: z.enum(['granted', 'withdrawn', 'pending', 'none']).meta({ description: 'For marketing.' }),
  allows: z
    .array(z.enum(MESSAGE_CLASSES))
    .meta({ description: 'Classes of messages that may be sent as far as consent goes.' }),
});

/** A record as it is answered. */
export function recordView(row: ConsentRow): z.input<typeof recordSchema> {
  const { id, channel, topic, purpose, state, basis, wording, wordingVersion, locale, method, actor } = row;
  return {
    id,
    channel,
    topic,
    purpose,
    state,
    basis,
    wording,
    wording_version: wordingVersion,
    locale,
    method,
    actor,
    at: row.at.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    evidence: row.evidence as Readonly<Record<string, unknown>>,
    seq: row.seq,
    hash: row.hash,
  };
}

/** The address of the page that confirms a double opt-in. */
export function confirmUrl({ baseUrl }: LinkSettings, token: string): string {
  return `${baseUrl}/c/${PAGE_PATHS.confirm}/${token}`;
}

/** Where a customer stands on each channel, for every topic that was ever named. */
export function currentView(records: readonly ConsentRecord[], now: Date): z.input<typeof currentSchema>[] {
  const topics = [...new Set(['*', ...records.map(({ topic }) => topic)])];
  return topics.flatMap((topic) =>
    CHANNELS.map((channel) => {
      const stateFor = (purpose: MessageClass) => consentState(records, { channel, topic, purpose }, now);
      const allows = MESSAGE_CLASSES.filter((each) => consentAllows(CONSENT_DUTY[each][channel], stateFor(each)));
      return { channel, topic, state: stateFor('marketing'), allows };
    }),
  );
}
