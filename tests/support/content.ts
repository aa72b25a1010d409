import type { Db } from '../../prisma/client';

/** All that stands in a database, but for when keys and sessions were used last: a digest of every table by its name. Two that are equal say that nothing was written. */
export async function contentOf(db: Db): Promise<Readonly<Record<string, string>>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name,
      md5(coalesce(string_agg((to_jsonb(t) - 'last_used_at'${name === 'staff_sessions' ? " - 'last_seen_at'" : ''})::text, '' ORDER BY to_jsonb(t)::text), '')) AS digest FROM "${name}" t`,
  );
  const digests = await db.$queryRawUnsafe<{ name: string; digest: string }[]>(each.join(' UNION ALL '));
  return Object.fromEntries(digests.map(({ name, digest }) => [name, digest]));
}
