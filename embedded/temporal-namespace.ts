import { Connection } from '@temporalio/client';
import { google } from '@temporalio/proto';

const CALL_WITHIN_MS = 5000;
const SECONDS_A_DAY = 86_400;

/** Whether a Temporal server answers at this address and has the namespace. */
export async function hasNamespace(address: string, namespace: string): Promise<boolean> {
  try {
    await withServer(address, ({ workflowService }) => workflowService.describeNamespace({ namespace }));
    return true;
  } catch {
    return false;
  }
}

/** Lets ended journeys stay readable for this many days; the development server's own default is one. */
export async function setRetention(address: string, namespace: string, days: number): Promise<void> {
  const workflowExecutionRetentionTtl = google.protobuf.Duration.fromObject({ seconds: days * SECONDS_A_DAY });
  await withServer(address, ({ workflowService }) =>
    workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } }),
  );
}

async function withServer<T>(address: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: CALL_WITHIN_MS });
  try {
    return await connection.withDeadline(performance.timeOrigin + performance.now() + CALL_WITHIN_MS, () =>
      work(connection),
    );
  } finally {
    await connection.close();
  }
}
