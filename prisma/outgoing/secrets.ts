import type { SecretSeal } from '../../domain/secret-seal';
import type { Db } from '../client';

const BATCH = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What the secret of an endpoint is bound to. */
export function secretOf(endpointId: string): string {
  return `webhook_endpoint:${endpointId}`;
}

/**
 * Seals the secrets of endpoints that are kept plain, or under another key than the present one. May be ended and begun again at any time, and run beside
 * everything else. Throws when one was sealed under a key that is not configured. Returns how many endpoints it wrote.
 */
export async function sealEndpointSecrets(db: Db, { seal, open, isCurrent }: SecretSeal): Promise<number> {
  let sealed = 0;
  for (let after = BEFORE_ALL; ;) {
    const rows = await db.webhookEndpoint.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: { id: true, secret: true, previousSecret: true },
    });
    for (const { id, secret, previousSecret } of rows) {
      if ([secret, previousSecret].every((kept) => kept === null || isCurrent(kept))) continue;
      const anew = (kept: string) => seal(open(kept, secretOf(id)), secretOf(id));
      const data = { secret: anew(secret), previousSecret: previousSecret === null ? null : anew(previousSecret) };
      // Whoever has given it another secret meanwhile has sealed that.
      const { count } = await db.webhookEndpoint.updateMany({ where: { id, secret, previousSecret }, data });
      sealed += count;
    }
    const last = rows.at(-1);
    if (!last) return sealed;
    after = last.id;
  }
}
