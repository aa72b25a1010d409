import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { CUSTOMER_KEY, STAGE_KEY } from '../workflows/messages';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD } = temporal.api.enums.v1.IndexedValueType;

/** Every search attribute that a namespace must know before journeys can start in it; all are keywords. */
export const SEARCH_ATTRIBUTES = [STAGE_KEY, CUSTOMER_KEY] as const;

/** Names of our search attributes that a namespace lacks. */
export async function missingSearchAttributes({ operatorService }: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTES.map(({ name }) => name).filter((name) => !Object.hasOwn(customAttributes ?? {}, name));
}

/**
 * Registers our search attributes where they are missing and returns the names of those that it added; repeating it is a
 * no-op. Temporal Cloud refuses this to applications (gRPC error): register them there with `tcld` or in its web page.
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return missing;
}
