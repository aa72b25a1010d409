import { endAlarm, raiseAlarm } from './alarms';
import type { Db, Tx } from './client';
import type { CircuitChange } from './provider-states';

/** The kind of the alarm that a circuit raises; its subject is the provider. */
const CIRCUIT = 'circuit';

/** Raises or ends the alarm of a provider whose circuit opened or closed. `code`: what the provider said, when the fault is ours. */
export async function tellCircuit(
  db: Db | Tx,
  { provider, code }: { readonly provider: string; readonly code?: string },
  { opened, closed }: CircuitChange,
  now: Date,
): Promise<void> {
  if (closed) await endAlarm(db, { kind: CIRCUIT, subject: provider, by: 'a call that went well' }, now);
  if (!opened) return;
  const text = code
    ? `${provider} refuses us (${code}): look at its key, sender, account and registration. Customers wait, none is lost.`
    : `${provider} fails: it is asked again from time to time. Customers wait, none is lost.`;
  const detail = { code: code ?? null };
  await raiseAlarm(db, { kind: CIRCUIT, subject: provider, level: 'critical', text, detail }, now);
}
