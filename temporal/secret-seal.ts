import type { SecretSeal } from '../domain/secret-seal';
import { masterKey, masterKeys, seal, unseal } from './master-keys';

const SEALED = /^sealed:([0-9a-f]+):(.+)$/;

/**
 * Seals secrets under the first of the master keys: `sealed:<name of the key>:<base64>`. Without a key they are kept as they are; what was sealed before
 * cannot be read then. Throws InvalidInput when a key is not one.
 */
export function createSecretSeal(encryptionKey: string | undefined): SecretSeal {
  const masters = encryptionKey === undefined ? undefined : masterKeys(encryptionKey);
  return {
    seal(secret, about) {
      if (!masters) return secret;
      return `sealed:${masters.current.id}:${seal(masters.current, Buffer.from(secret), about).toString('base64')}`;
    },
    open(kept, about) {
      const [, id, data] = SEALED.exec(kept) ?? [];
      if (id === undefined || data === undefined) return kept;
      if (!masters) throw new Error(`This was encrypted with key ${id}, and no key is configured.`);
      return unseal(masterKey(masters, id), Buffer.from(data, 'base64'), about).toString();
    },
    isCurrent: (kept) => !masters || SEALED.exec(kept)?.[1] === masters.current.id,
  };
}
