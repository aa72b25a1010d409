import type { Channel } from '../domain/channel';
import { newId } from '../domain/ids';
import { scopeFor, scopeText, type SuppressionReason, type SuppressionScope } from '../domain/policy/suppression';
import type { Db, Tx } from './client';
import { Prisma, type Suppression } from './generated/client';

/** An address to be barred, by its keyed hash (domain/address-hash.ts): it stays barred when the address itself is erased. */
export interface NewSuppression {
  readonly channel: Channel;
  readonly addressHash: string;
  readonly reason: SuppressionReason;
  /** Default: what the reason holds for (domain/policy/suppression.ts). */
  readonly scope?: SuppressionScope;
  /** The webhook event, touch or person that it comes from. Never an address. */
  readonly source?: string | null;
  readonly at: Date;
  readonly expiresAt?: Date | null;
}

/** Bars an address from being used on a channel. Doing it again for the same reason renews it, and never narrows what it holds for. */
export async function suppressAddress(db: Db | Tx, suppression: NewSuppression): Promise<Suppression> {
  const { channel, addressHash, reason, at, source = null, expiresAt = null } = suppression;
  const scope = scopeText(suppression.scope ?? scopeFor(reason));
  const [row] = await db.$queryRaw<[Suppression]>`
    INSERT INTO suppressions (id, channel, address_hash, reason, scope, source, at, expires_at)
    VALUES (${newId(at)}::uuid, ${channel}, ${addressHash}, ${reason}, ${scope}, ${source}, ${at}, ${expiresAt})
    ON CONFLICT (channel, address_hash, reason) DO UPDATE
      SET at = EXCLUDED.at, expires_at = EXCLUDED.expires_at, source = coalesce(EXCLUDED.source, suppressions.source),
        scope = CASE WHEN '*' IN (suppressions.scope, EXCLUDED.scope) THEN '*' ELSE
          (SELECT string_agg(DISTINCT class, ',' ORDER BY class)
           FROM unnest(string_to_array(suppressions.scope || ',' || EXCLUDED.scope, ',')) AS class) END
    RETURNING ${COLUMNS}`;
  return row;
}

/** Which suppressions to list; what is not given does not restrict. */
export interface SuppressionFilters {
  readonly channel?: Channel | undefined;
  readonly reason?: SuppressionReason | undefined;
  readonly addressHashes?: readonly string[] | undefined;
}

/** Suppressions, the newest first, up to `limit` after a place. Expired ones are among them. */
export function listSuppressions(
  db: Db,
  { channel, reason, addressHashes }: SuppressionFilters,
  { after, limit }: { readonly after?: { readonly at: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<Suppression[]> {
  return db.suppression.findMany({
    where: {
      ...(channel && { channel }),
      ...(reason && { reason }),
      ...(addressHashes && { addressHash: { in: [...addressHashes] } }),
      ...(after && { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** Lets an address be used again. Returns what was lifted, or null when there is no such suppression. Who may do that is for the caller to decide and to audit. */
export async function liftSuppression(tx: Tx, id: string): Promise<Suppression | null> {
  const [row] = await tx.$queryRaw<Suppression[]>`DELETE FROM suppressions WHERE id = ${id}::uuid RETURNING ${COLUMNS}`;
  return row ?? null;
}

const COLUMNS = Prisma.sql`suppressions.id, suppressions.channel, suppressions.address_hash AS "addressHash", suppressions.reason,
  suppressions.scope, suppressions.source, suppressions.at, suppressions.expires_at AS "expiresAt"`;
