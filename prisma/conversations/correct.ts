import { URGENT_MESSAGE } from '../../domain/ask';
import { InvalidInput, NotFound } from '../../domain/errors';
import { newId } from '../../domain/ids';
import { isUnsure } from '../../domain/triage/triage';
import { askForPerson } from '../asks';
import type { Db, Tx } from '../client';
import type { TriageCorrection, Utterance } from '../generated/client';
import { rankTasksOf } from '../inbox/rank';
import { stateAfter } from './row';

/** What a person may say that a message is: a group of M06, or abuse, which is hidden. */
export const CORRECTIONS = ['urgent', 'reply', 'none', 'abusive'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/**
 * Writes what a message is, by a person's word, and keeps what it was taken for as an example. The conversation opens or quietens accordingly
 * while nothing was said after it; urgent opens a task as if it had been recognised. Correcting to what it is already keeps the example too,
 * because a confirmation of what was unsure also teaches. Throws NotFound, or InvalidInput for what we said ourselves.
 */
export async function correctTriage(
  tx: Tx,
  { utteranceId, is, by }: { readonly utteranceId: string; readonly is: Correction; readonly by: string },
  now: Date,
): Promise<Utterance> {
  await tx.$queryRaw`SELECT 1 FROM utterances WHERE id = ${utteranceId}::uuid FOR UPDATE`;
  const before = await tx.utterance.findUnique({ where: { id: utteranceId } });
  if (!before) throw new NotFound('There is no such utterance.');
  if (before.direction !== 'in') throw new InvalidInput('Only what a customer said is triaged.');

  const data = { id: newId(now), utteranceId, was: asCorrection(before), is, by, at: now };
  await tx.triageCorrection.create({ data });
  const corrected = await tx.utterance.update({
    where: { id: utteranceId },
    data: {
      triage: is === 'abusive' ? 'none' : is,
      hidden: is === 'abusive',
      confidence: 1,
      triageReasons: ['corrected'],
    },
  });
  await settleConversation(tx, corrected, now);
  await rankTasksOf(tx, corrected.customerId, now);
  if (is === 'urgent' && (before.triage !== 'urgent' || isUnsure({ confidence: before.confidence ?? 0 }))) {
    const because = `wrote something urgent by ${corrected.channel}, as ${by} recognised`;
    const { customerId } = corrected;
    await askForPerson(tx, { ask: URGENT_MESSAGE, customerId, key: `utterance:${utteranceId}`, because }, now);
  }
  return corrected;
}

/** A corrected message, as an example to judge and teach by: what was said, what it was taken for, and what it is. */
export type TriageExample = TriageCorrection & { readonly utterance: Pick<Utterance, 'body' | 'channel'> };

/** The corrections, the latest first. `after` is the time and id of the last one seen. */
export async function listExamples(
  db: Db,
  { after, limit }: { readonly after?: { readonly at: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<TriageExample[]> {
  const corrections = await db.triageCorrection.findMany({
    ...(after && { where: { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } }),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  const said = await db.utterance.findMany({
    where: { id: { in: corrections.map(({ utteranceId }) => utteranceId) } },
    select: { id: true, body: true, channel: true },
  });
  const byId = new Map(said.map(({ id, ...utterance }) => [id, utterance]));
  return corrections.flatMap((correction) => {
    const utterance = byId.get(correction.utteranceId);
    return utterance ? [{ ...correction, utterance }] : [];
  });
}

function asCorrection({ hidden, triage }: Utterance): string {
  return hidden ? 'abusive' : (triage ?? 'reply');
}

async function settleConversation(tx: Tx, utterance: Utterance, now: Date): Promise<void> {
  const { conversationId, at, id } = utterance;
  const later = await tx.utterance.count({
    where: { conversationId, automatic: false, OR: [{ at: { gt: at } }, { at, id: { gt: id } }] },
  });
  const state = later === 0 ? stateAfter({ ...utterance, automatic: false }) : undefined;
  if (state) await tx.conversation.update({ where: { id: conversationId }, data: { state, updatedAt: now } });
}
