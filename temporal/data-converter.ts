import type { DataConverter, Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { customerIdIn } from '../domain/ids';
import { createCustomerKeys, type CustomerKeys, type KeyStore } from './customer-keys';
import { masterKey, masterKeys, seal, unseal, type MasterKeys, type NamedKey } from './master-keys';

const ENCODING = Buffer.from('binary/encrypted');
const KEY_ID = 'perennial-key-id';

/** How the key of a customer is named in what it encrypted. */
const OF_CUSTOMER = 'customer:';

/**
 * The one data converter of clients, workers and tests. Without keys, Temporal's own. With keys (masterKeys) every payload and failure is
 * encrypted: those of a customer's run under the key of that customer, which the store holds and an erasure destroys; the rest, and all where
 * there is no store, under the first key. Throws InvalidInput when a key is not one, without quoting it.
 */
export function dataConverter(encryptionKey?: string, store?: KeyStore): DataConverter {
  if (!encryptionKey) return {};
  const masters = masterKeys(encryptionKey);
  return {
    payloadCodecs: [encryptingCodec(masters, store && createCustomerKeys(store, masters))],
    failureConverterPath: require.resolve('./failure-converter'),
  };
}

function encryptingCodec(masters: MasterKeys, customers: CustomerKeys | undefined): PayloadCodec {
  return {
    async encode(payloads, context) {
      const named = (await customerKey(customers, context)) ?? masters.current;
      return payloads.map((payload) => encrypt(named, payload));
    },
    decode: (payloads) => Promise.all(payloads.map((payload) => decrypt(masters, customers, payload))),
  };
}

/** The key of whose run it is, as the workflow id tells. None for runs of no customer, and for one who was erased. */
async function customerKey(
  customers: CustomerKeys | undefined,
  context: SerializationContext | undefined,
): Promise<NamedKey | undefined> {
  const customerId = customerIdIn(context?.workflowId ?? '');
  const key = customerId && (await customers?.giveKey(customerId));
  return key ? { id: OF_CUSTOMER + customerId, key } : undefined;
}

function encrypt(named: NamedKey, payload: Payload): Payload {
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  return { metadata: { encoding: ENCODING, [KEY_ID]: Buffer.from(named.id) }, data: seal(named, plain) };
}

/** Payloads that are not encrypted pass: they are from before encryption was switched on. */
async function decrypt(masters: MasterKeys, customers: CustomerKeys | undefined, payload: Payload): Promise<Payload> {
  if (!ENCODING.equals(payload.metadata?.['encoding'] ?? Buffer.of())) return payload;
  const id = Buffer.from(payload.metadata?.[KEY_ID] ?? []).toString();
  const named = id.startsWith(OF_CUSTOMER) ? await keyNamed(customers, id) : masterKey(masters, id);
  return temporal.api.common.v1.Payload.decode(unseal(named, payload.data ?? Buffer.of()));
}

async function keyNamed(customers: CustomerKeys | undefined, id: string): Promise<NamedKey> {
  const key = await customers?.findKey(id.slice(OF_CUSTOMER.length));
  if (key) return { id, key };
  throw new Error(`There is no key of ${id} (any more): an erasure destroys it.`);
}
