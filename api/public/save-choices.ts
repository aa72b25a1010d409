import { z } from 'zod';
import { CHANNELS } from '../../domain/channel';
import { DAY_MS } from '../../domain/duration';
import { zoneOf } from '../../domain/traits';
import { instantOfWall, wallOf } from '../../domain/zone-clock';
import { consentsOf, recordConsent, type NewConsent } from '../../prisma/consents';
import type { Customer } from '../../prisma/generated/client';
import { writePreferences, type OwnWords } from '../../prisma/preferences';
import { readSettings } from '../../prisma/settings';
import { inTransaction } from '../../prisma/transaction';
import { contextOf } from '../context';
import type { PublicDeps } from './deps';
import { evidenceOf } from './evidence';
import { reachableOn } from './reader';
import { topicLabel, topicRows } from './topics';
import { languageFor, type Visit } from './visit';
import { LANGUAGES, wordsIn } from './words';

const cells = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) => [given].flat())
  .pipe(z.array(z.string().max(200)).max(1_000));

/** The page's form of choices, as it is posted. */
export const choices = z.object({
  do: z.literal('save'),
  /** The cells that the page showed, and those that were ticked: `topic:channel`. */
  shown: cells,
  on: cells,
  first: z.enum(['', ...CHANNELS]).catch(''),
  most: z.coerce.number().int().min(0).max(50).catch(0),
  pause: z.string().max(10).default(''),
  language: z.enum(LANGUAGES).optional().catch(undefined),
  zone: z.string().max(100).default(''),
});
type Choices = z.output<typeof choices>;

/**
 * Writes what a customer chose, all or nothing. Only cells that the page showed and that are different now become consent records, each with
 * the statement that stood above it.
 */
export async function saveChoices(
  { db, messages, speaker, wakeRelay }: PublicDeps,
  visit: Visit<'preferences'>,
  reader: Customer,
  form: Choices,
): Promise<'saved' | 'unchanged' | 'wrong-date'> {
  const { now, request, response } = visit;
  const language = languageFor(request, reader.locale);
  const zone = form.zone === '' ? null : zoneOf(form.zone);
  const pausedUntil = pauseOf(form.pause, zone ?? reader.timeZone ?? 'UTC', now);
  if (pausedUntil === undefined) return 'wrong-date';
  const chosen = {
    channels: form.first === '' ? [] : [form.first],
    mostPerWeek: form.most === 0 ? null : form.most,
    pausedUntil,
  };
  const reachable = await reachableOn(db, reader);

  const changed = await inTransaction(db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM customers WHERE id = ${reader.id}::uuid FOR NO KEY UPDATE`;
    const { settings } = await readSettings(tx);
    const records = await consentsOf(tx, reader.id);
    const statement = wordsIn(language).preferences.statement(speaker.productName);
    const words = wordsIn(language);
    const said: NewConsent[] = topicRows(messages, settings, records, reachable, language, now).flatMap(
      ({ topic, cells: shown }) =>
        shown.flatMap(({ channel, isOn }): NewConsent[] => {
          const cell = `${topic}:${channel}`;
          const wanted = form.on.includes(cell);
          if (!form.shown.includes(cell) || wanted === isOn) return [];
          const wording = `${statement} [${topicLabel(settings, topic, language)}: ${words.channels[channel]}]`;
          return [
            {
              ...(wanted ? GRANTED : WITHDRAWN),
              customerId: reader.id,
              channel,
              topic,
              wording,
              ...byThisPage(visit, language),
            },
          ];
        }),
    );
    for (const consent of said) await recordConsent(tx, consent, now);
    const by = { actor: 'customer', requestId: contextOf(response).requestId };
    const own = ownWords(reader, form, zone);
    const preferred = await writePreferences(tx, reader.id, { ...chosen, ...own }, by, now);
    return said.length > 0 || preferred;
  });
  if (changed) wakeRelay();
  return changed ? 'saved' : 'unchanged';
}

const GRANTED = { state: 'granted', basis: 'consent' } as const;
const WITHDRAWN = { state: 'withdrawn', basis: 'withdrawal' } as const;

/** Version of the page's statement; raised when its words change. */
const WORDING_VERSION = 'preferences-1';

function byThisPage(visit: Visit<'preferences'>, language: string) {
  const how = { method: 'preference_page', actor: 'customer', wordingVersion: WORDING_VERSION, locale: language };
  return { ...how, at: visit.now, expiresAt: null, evidence: evidenceOf(visit) };
}

/** The first instant of a day in the customer's zone; null: no pause; undefined: no day that a pause can end on. */
function pauseOf(day: string, zone: string, now: Date): Date | null | undefined {
  if (day === '') return null;
  const wall = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(wall)) return undefined;
  const away = wall - wallOf(zone, now.getTime());
  return away <= 0 || away > LONGEST_PAUSE_MS ? undefined : new Date(instantOfWall(zone, wall));
}

const LONGEST_PAUSE_MS = 366 * DAY_MS;

/** What they chose otherwise than it was. The region of a language stays: `de-AT` is German. */
function ownWords(reader: Customer, { language }: Choices, zone: string | null): OwnWords {
  return {
    ...(language && !reader.locale.startsWith(language) && { locale: language }),
    ...(zone !== null && zone !== reader.timeZone && { timeZone: zone }),
  };
}
