import { heedCorrections, type Correction } from '../domain/corrections';
import { columnsOf, mergeTraits, type TraitColumns, type Traits } from '../domain/traits';
import type { Tx } from './client';
import { Prisma } from './generated/client';

/** What was said of a customer. */
export interface TraitPatch {
  readonly customerId: string;
  readonly traits: Traits;
}

/**
 * Lays what was said of customers over what is known of them, in the order given, and fills the columns that follow (email,
 * phone in E.164, name, locale, time zone, owner, country); what customers chose themselves of language and zone stays, and what staff
 * corrected outlives being repeated (domain/corrections.ts). One read and one write for all. The customers must be locked.
 */
export async function applyTraits(tx: Tx, patches: readonly TraitPatch[], now: Date): Promise<void> {
  const said = patches.filter(({ traits }) => Object.keys(traits).length > 0);
  if (said.length === 0) return;
  const patched = new Map<string, Traits>();
  for (const { customerId, traits } of said) patched.set(customerId, { ...patched.get(customerId), ...traits });

  const over: { readonly customerId: string; readonly trait: string }[] = [];
  const profiles = (await readProfiles(tx, [...patched.keys()])).map(({ corrections, ...row }) => {
    const heeded = heedCorrections(patched.get(row.id)!, corrections ?? {}, row.traits);
    over.push(...heeded.over.map((trait) => ({ customerId: row.id, trait })));
    return withTraits(row, heeded.patch);
  });
  await writeProfiles(tx, profiles, now);
  if (over.length > 0) await tx.traitCorrection.deleteMany({ where: { OR: over } });
}

/** A customer as far as traits make them. */
export type TraitProfile = { readonly id: string; readonly traits: Traits } & TraitColumns;

/** Reads customers as traits have made them, with what staff corrected. They must be locked. */
export async function readProfiles(
  tx: Tx,
  ids: readonly string[],
): Promise<(TraitProfile & { readonly corrections: Readonly<Record<string, Correction>> | null })[]> {
  return tx.$queryRaw(Prisma.sql`
    SELECT id, traits, email, phone, name, locale, time_zone AS "timeZone", owner, country, (
      SELECT jsonb_object_agg(trait, jsonb_build_object('said', said, 'corrected', corrected))
      FROM trait_corrections t WHERE t.customer_id = c.id
    ) AS corrections
    FROM customers c WHERE id = ANY(${[...ids]}::uuid[])`);
}

/** A profile after traits were laid over it. */
export function withTraits<P extends TraitProfile>(profile: P, patch: Traits): P {
  const traits = mergeTraits(profile.traits, patch);
  return { ...profile, ...columnsOf(traits, patch), traits };
}

/** Writes profiles; what customers chose themselves of language and zone stays. */
export async function writeProfiles(tx: Tx, profiles: readonly TraitProfile[], now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c
    SET traits = n.traits, email = n.email, phone = n.phone, name = n.name, locale = coalesce(p.locale, n.locale),
        time_zone = coalesce(p.time_zone, n."timeZone"), owner = n.owner, country = n.country, updated_at = ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(profiles)}::json)
      AS n (id uuid, traits jsonb, email text, phone text, name text, locale text, "timeZone" text, owner text, country text)
    LEFT JOIN preferences p ON p.customer_id = n.id
    WHERE c.id = n.id`);
}
