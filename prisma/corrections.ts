import { isSame } from '../domain/corrections';
import { Conflict, InvalidInput, NotFound } from '../domain/errors';
import { newId } from '../domain/ids';
import { canonicalTrait, canonicalTraits, columnsOf, localeOf } from '../domain/traits';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { lockCustomers, resolveCustomerId } from './customers';
import { Prisma, type TraitCorrection } from './generated/client';
import { recordTimeline, timelineKey } from './timeline';
import { readProfiles, withTraits, writeProfiles } from './traits';
import { Overtaken } from './transaction';

/** A correction before it is made. `value` null: there is no such thing. `insteadOf`: what the person had before their eyes. */
export interface NewCorrection {
  /** Our id, or the user id of the backend. */
  readonly customer: string;
  readonly trait: string;
  readonly value: unknown;
  readonly insteadOf?: unknown;
  readonly because: string | null;
  readonly by: string;
  readonly requestId: string;
}

/**
 * Corrects what is known of a customer, by staff: the trait, the columns that follow from it, a line on the timeline and one in the audit log,
 * neither with the value. Correcting it back to what the backend says takes the correction away. Throws InvalidInput when the value is no
 * usable address, language or zone; Conflict when it has changed since it was read (`extra.stale`), or when the customer chose it themselves.
 */
export async function correctTrait(tx: Tx, wanted: NewCorrection, now: Date): Promise<string> {
  const { by, because, requestId } = wanted;
  const id = await lockPresent(tx, wanted.customer);
  const trait = canonicalTrait(wanted.trait);
  const value = canonicalTraits({ [trait]: wanted.value })[trait] ?? null;
  const [profile] = await readProfiles(tx, [id]);
  if (!profile) throw new NotFound('There is no such customer.');
  const { corrections, ...known } = profile;
  const present = known.traits[trait] ?? null;
  if (wanted.insteadOf !== undefined && !isSame(wanted.insteadOf, present))
    throw new Conflict('It has changed since you read it.', { stale: true, value: present });
  if (isSame(value, present)) return id;
  await assertTheirsToCorrect(tx, id, trait);
  const corrected = withTraits(known, { [trait]: value });
  assertUsable(trait, value, corrected.country);

  await writeProfiles(tx, [corrected], now);
  const said = corrections?.[trait] ? corrections[trait].said : present;
  const where = { customerId_trait: { customerId: id, trait } };
  if (isSame(said, value)) await tx.traitCorrection.delete({ where });
  else {
    const row = { corrected: json(value), because, by, at: now };
    await tx.traitCorrection.upsert({
      where,
      create: { customerId: id, trait, said: json(said), ...row },
      update: row,
    });
  }
  const key = timelineKey(id, 'corrected', trait, newId(now));
  await recordTimeline(tx, id, null, [{ key, at: now.getTime(), kind: 'corrected', detail: { trait, by } }]);
  await audit(tx, { actor: by, action: 'customer.corrected', subject: id, detail: { trait }, requestId }, now);
  return id;
}

/** Takes a correction back: what the backend says counts again. Throws NotFound when there is none. */
export async function takeBack(
  tx: Tx,
  { customer, trait, by, requestId }: Pick<NewCorrection, 'customer' | 'trait' | 'by' | 'requestId'>,
  now: Date,
): Promise<string> {
  const id = await lockPresent(tx, customer);
  const where = { customerId_trait: { customerId: id, trait: canonicalTrait(trait) } };
  const correction = await tx.traitCorrection.findUnique({ where });
  if (!correction) throw new NotFound('There is no such correction.');
  return correctTrait(tx, { customer: id, trait, value: correction.said, because: null, by, requestId }, now);
}

/** What staff corrected of a customer and still counts, the latest first. */
export function correctionsOf(db: Db, customerId: string): Promise<TraitCorrection[]> {
  return db.traitCorrection.findMany({ where: { customerId }, orderBy: [{ at: 'desc' }, { trait: 'asc' }], take: 100 });
}

async function lockPresent(tx: Tx, customer: string): Promise<string> {
  const id = await resolveCustomerId(tx, customer);
  const locked = (await lockCustomers(tx, [id])).get(id);
  if (!locked || locked.mergedInto !== null) throw new Overtaken();
  return id;
}

/** Traits that fill a column which customers can choose themselves. */
const CHOSEN: Readonly<Record<string, 'locale' | 'timeZone'>> = {
  locale: 'locale',
  language: 'locale',
  timezone: 'timeZone',
};

async function assertTheirsToCorrect(tx: Tx, customerId: string, trait: string): Promise<void> {
  const column = CHOSEN[trait];
  const chosen = column && (await tx.preference.findUnique({ where: { customerId } }));
  if (column && chosen?.[column]) throw new Conflict('The customer chose this themselves.', { chosen: chosen[column] });
}

/** Whether a value can be used, of traits whose value must have a form; and what it is called when it has not. */
const FORMS: Readonly<
  Record<string, { readonly noun: string; readonly read: (value: unknown, country: string | null) => unknown }>
> = {
  email: { noun: 'mail address', read: (email) => columnsOf({ email }, { email }).email },
  phone: { noun: 'phone number', read: (phone, country) => columnsOf({ phone, country }, { phone }).phone },
  timezone: { noun: 'time zone', read: (timezone) => columnsOf({ timezone }, { timezone }).timeZone },
  country: { noun: 'country code', read: (country) => columnsOf({ country }, { country }).country },
  locale: { noun: 'language', read: (locale) => (typeof locale === 'string' ? localeOf(locale) : null) },
};

function assertUsable(trait: string, value: unknown, country: string | null): void {
  const form = FORMS[trait];
  if (!form || value === null || form.read(value, country)) return;
  const detail = `must be a ${form.noun} that can be used`;
  throw new InvalidInput('The value cannot be used.', [{ pointer: '/value', detail }]);
}

function json(value: unknown): Prisma.InputJsonValue | typeof Prisma.JsonNull {
  return value === null || value === undefined ? Prisma.JsonNull : (value as Prisma.InputJsonValue);
}
