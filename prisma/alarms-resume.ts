import { NotFound } from '../domain/errors';
import { endAlarm } from './alarms';
import { audit } from './audit';
import type { Tx } from './client';
import type { Alarm } from './generated/client';
import { endAsSeen, endPausesAsSeen } from './guardrails/seen';
import { PAUSE_ALARM, WARNING_ALARM } from './guardrails/words';
import { endHold } from './holds';
import type { Resumer } from './holds/resume';
import { closeCircuit } from './provider-states';

/** The kind of a provider's circuit that is open. */
const CIRCUIT = 'circuit';

/**
 * Lets go on what an alarm has stopped, by somebody who has seen to it, in one step: marketing behind its guardrails (every alarm that
 * paused it ends), a provider behind its circuit. An alarm that stops nothing is ended. Repeating it changes nothing. Throws NotFound.
 */
export async function resumeAlarm(tx: Tx, id: string, { by, requestId }: Resumer, now: Date): Promise<Alarm> {
  await tx.$queryRaw`SELECT 1 FROM alarms WHERE id = ${id}::uuid FOR UPDATE`;
  const alarm = await tx.alarm.findUnique({ where: { id } });
  if (!alarm) throw new NotFound('There is no such alarm.');
  if (alarm.endedAt !== null) return alarm;
  const { kind, subject } = alarm;
  await seeTo(tx, alarm, by, now);
  await audit(tx, { actor: by, action: 'alarm.resumed', subject: id, detail: { kind, subject }, requestId }, now);
  return tx.alarm.findUniqueOrThrow({ where: { id } });
}

async function seeTo(tx: Tx, alarm: Alarm, by: string, now: Date): Promise<void> {
  const { kind, subject } = alarm;
  switch (kind) {
    case PAUSE_ALARM: {
      const { hold } = alarm.detail as { readonly hold?: string };
      if (hold) await endHold(tx, hold, by, now);
      await endPausesAsSeen(tx, by, now);
      return;
    }
    case WARNING_ALARM:
      return endAsSeen(tx, alarm, by, now);
    case CIRCUIT:
      await closeCircuit(tx, subject, now);
      break;
    default:
  }
  await endAlarm(tx, { kind, subject, by }, now);
}
