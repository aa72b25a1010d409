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
 * phone in E.164, name, locale, time zone, owner, country); what customers chose themselves of language and zone stays. One read and one
 * write for all. The customers must be locked.
 */
export async function applyTraits(tx: Tx, patches: readonly TraitPatch[], now: Date): Promise<void> {
  const said = patches.filter(({ traits }) => Object.keys(traits).length > 0);
  if (said.length === 0) return;
  const patched = new Map<string, Traits>();
  for (const { customerId, traits } of said) patched.set(customerId, { ...patched.get(customerId), ...traits });

  const rows = await tx.$queryRaw<({ id: string; traits: Traits } & TraitColumns)[]>(Prisma.sql`
    SELECT id, traits, email, phone, name, locale, time_zone AS "timeZone", owner, country
    FROM customers WHERE id = ANY(${[...patched.keys()]}::uuid[])`);
  const profiles = rows.map(({ traits: known, ...row }) => {
    const traits = mergeTraits(known, patched.get(row.id)!);
    return { ...row, ...columnsOf(traits, patched.get(row.id)!), traits };
  });

  await tx.$executeRaw(Prisma.sql`
    UPDATE customers c
    SET traits = n.traits, email = n.email, phone = n.phone, name = n.name, locale = coalesce(p.locale, n.locale),
        time_zone = coalesce(p.time_zone, n."timeZone"), owner = n.owner, country = n.country, updated_at = ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(profiles)}::json)
      AS n (id uuid, traits jsonb, email text, phone text, name text, locale text, "timeZone" text, owner text, country text)
    LEFT JOIN preferences p ON p.customer_id = n.id
    WHERE c.id = n.id`);
}
