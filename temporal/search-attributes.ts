import type { Connection } from '@temporalio/client';
import { TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD } = temporal.api.enums.v1.IndexedValueType;

/** The stage in which an enrollment stands: for batch commands and the web UI's filter. Lists in the product come from Postgres. */
const STAGE_KEY = defineSearchAttributeKey('PerennialStage', 'KEYWORD');

/** Our own opaque id of the customer. */
const CUSTOMER_KEY = defineSearchAttributeKey('PerennialCustomer', 'KEYWORD');

/** Every search attribute that a namespace must know before journeys can start in it; all are keywords. */
export const SEARCH_ATTRIBUTES = [STAGE_KEY, CUSTOMER_KEY] as const;

/** The attributes of an enrollment at its start; a journey whose stage is not known yet carries the customer alone. */
export function searchAttributesOf(customerId: string, stage: string | null): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: CUSTOMER_KEY, value: customerId },
    ...(stage ? [{ key: STAGE_KEY, value: stage }] : []),
  ]);
}

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
