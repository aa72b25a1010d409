import { Connection, type ConnectionOptions } from '@temporalio/client';
import { google, temporal } from '@temporalio/proto';

/** What a namespace must have for Perennial: how long closed journeys stay readable, and the attributes to find them by (all of type Keyword). */
export interface NamespaceNeeds {
  readonly namespace: string;
  readonly retentionDays: number;
  readonly attributes: readonly string[];
}

/** The search attributes that every journey sets at its start and when its stage changes. */
export const SEARCH_ATTRIBUTES = ['PerennialStage', 'PerennialCustomer'] as const;

const CALL_WITHIN_MS = 5000;
const SECONDS_A_DAY = 86_400;
const GRPC_NOT_FOUND = 5;

/** Whether a Temporal server answers there and knows the namespace. */
export async function temporalAnswers(options: ConnectionOptions, namespace: string): Promise<boolean> {
  try {
    return await withTemporal(
      options,
      async (connection) => (await findNamespace(connection, namespace)) !== undefined,
    );
  } catch {
    return false;
  }
}

/** Lends a connection, with a deadline of a few seconds on each call. Rejects with the gRPC error when the server cannot be reached. */
export async function withTemporal<T>(
  options: ConnectionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ connectTimeout: CALL_WITHIN_MS, ...options });
  try {
    return await connection.withDeadline(performance.timeOrigin + performance.now() + CALL_WITHIN_MS, () =>
      work(connection),
    );
  } finally {
    await connection.close();
  }
}

/** The namespace's description, or `undefined` when the server does not have it. */
export async function findNamespace(connection: Connection, namespace: string) {
  try {
    return await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    if ((error as { code?: number }).code === GRPC_NOT_FOUND) return undefined;
    throw error;
  }
}

/** Those of our search attributes that the namespace lacks. */
export async function missingAttributes(
  connection: Connection,
  { namespace, attributes }: NamespaceNeeds,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return attributes.filter((name) => !(name in (customAttributes ?? {})));
}

/**
 * Makes a namespace what Perennial needs: registers it if it is missing, sets its retention when it is shorter, adds the
 * missing search attributes. Safe to repeat. For servers of one's own; Temporal Cloud refuses and is set up in its console.
 */
export async function prepareNamespace(options: ConnectionOptions, needs: NamespaceNeeds): Promise<void> {
  await withTemporal(options, async (connection) => {
    const { namespace } = needs;
    const seconds = needs.retentionDays * SECONDS_A_DAY;
    const wanted = google.protobuf.Duration.fromObject({ seconds });
    const found = await findNamespace(connection, namespace);
    if (!found)
      await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: wanted });
    const kept = Number(found?.config?.workflowExecutionRetentionTtl?.seconds ?? seconds);
    if (kept < seconds) {
      await connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: wanted },
      });
    }
    const missing = await missingAttributes(connection, needs);
    if (missing.length > 0)
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: keywords(missing) });
  });
}

function keywords(names: readonly string[]) {
  const { INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;
  return Object.fromEntries(names.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
}
