import type { Client } from 'pg';
import { DAY_MS } from '../../domain/duration';
import { STAFF } from './staff';

/** Writes the people of the house, one of whom is away with somebody in her place. Whoever is there already stays as they are. */
export async function writeStaff(
  client: Client,
  { since, passwordHash }: { readonly since: Date; readonly passwordHash: string | null },
): Promise<void> {
  const begun = new Date(since.getTime() - 400 * DAY_MS);
  for (const { id, name, role, locale, queues, load } of STAFF) {
    const away = id === AWAY.id;
    const [from, until] = [new Date(since.getTime() - 2 * DAY_MS), new Date(since.getTime() + 5 * DAY_MS)];
    await client.query(
      `INSERT INTO staff (id, email, name, role, locale, queues, load_limit, absent_from, absent_until, cover, password_hash, created_at, joined_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
      [
        id,
        `${id}@perennial.example`,
        name,
        role,
        locale,
        queues,
        load === 0 ? null : load,
        away ? from : null,
        away ? until : null,
        away ? AWAY.cover : null,
        passwordHash,
        begun,
        begun,
      ],
    );
  }
}

const AWAY = { id: 'dara', cover: 'ben' } as const;
