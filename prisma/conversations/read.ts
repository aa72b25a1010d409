import type { ConversationState } from '../../domain/conversation';
import { NotFound } from '../../domain/errors';
import { UNSURE_BELOW, type TriageGroup } from '../../domain/triage/triage';
import type { Db } from '../client';
import { Prisma, type Conversation, type Utterance } from '../generated/client';

/** What a list may ask for: a group, what a person has to decide, or what is hidden as abuse; of the last thing that the customer said. */
export const TRIAGE_FILTERS = ['urgent', 'reply', 'none', 'unsure', 'hidden'] as const;
export type TriageFilter = (typeof TRIAGE_FILTERS)[number];

/** One thing that was said, with the message that it answers, and how it fares in the ledger when we said it. */
export type SpokenUtterance = Omit<Utterance, 'triage' | 'direction'> & {
  readonly direction: 'in' | 'out';
  readonly triage: TriageGroup | null;
  readonly touch: { readonly message: string; readonly state: string; readonly reason: string | null } | null;
};

/** A conversation in a list: with whom, and what the customer said last. */
export interface ListedConversation {
  readonly conversation: Conversation;
  readonly customer: { readonly id: string; readonly name: string | null; readonly owner: string | null };
  readonly latest: SpokenUtterance | null;
}

/** Conversations, the one that moved last first. `after` is the time and id of the last one seen. */
export async function listConversations(
  db: Db,
  { state, triage }: { readonly state?: ConversationState | undefined; readonly triage?: TriageFilter | undefined },
  {
    after,
    limit,
  }: { readonly after?: { readonly updatedAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<ListedConversation[]> {
  const rows = await db.$queryRaw<{ id: string; latest: string | null }[]>(Prisma.sql`
    SELECT c.id, l.id AS latest FROM conversations c LEFT JOIN LATERAL (
      SELECT id, triage, confidence, hidden FROM utterances
      WHERE conversation_id = c.id AND direction = 'in' AND NOT automatic ORDER BY at DESC, id DESC LIMIT 1
    ) l ON true
    WHERE ${state ? Prisma.sql`c.state = ${state}` : Prisma.sql`true`} AND ${triage ? matching(triage) : Prisma.sql`true`}
      AND ${after ? Prisma.sql`(c.updated_at, c.id) < (${after.updatedAt}::timestamptz, ${after.id}::uuid)` : Prisma.sql`true`}
    ORDER BY c.updated_at DESC, c.id DESC LIMIT ${limit}`);
  const ids = rows.map(({ id }) => id);
  const conversations = await db.conversation.findMany({ where: { id: { in: ids } } });
  const latest = await withTouches(
    db,
    await db.utterance.findMany({ where: { id: { in: rows.flatMap((row) => row.latest ?? []) } } }),
  );
  const files = await withCustomers(db, conversations);
  return ids.flatMap((id) => {
    const file = files.get(id);
    return file ? [{ ...file, latest: latest.find(({ conversationId }) => conversationId === id) ?? null }] : [];
  });
}

/** One conversation by its id or its customer's, and a page of what was said, the latest first. Throws NotFound. */
export async function readConversation(
  db: Db,
  which: { readonly id: string } | { readonly customerId: string },
  { after, limit }: { readonly after?: { readonly at: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<Omit<ListedConversation, 'latest'> & { readonly utterances: readonly SpokenUtterance[] }> {
  const conversation = await db.conversation.findUnique({ where: which });
  if (!conversation) throw new NotFound('There is no such conversation: this customer has not written yet.');
  const said = await db.utterance.findMany({
    where: {
      conversationId: conversation.id,
      ...(after && { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  const files = await withCustomers(db, [conversation]);
  return { ...files.get(conversation.id)!, utterances: await withTouches(db, said) };
}

/** One utterance as it is read. Throws NotFound. */
export async function readUtterance(db: Db, id: string): Promise<SpokenUtterance> {
  const [spoken] = await withTouches(db, await db.utterance.findMany({ where: { id } }));
  if (!spoken) throw new NotFound('There is no such utterance.');
  return spoken;
}

function matching(triage: TriageFilter): Prisma.Sql {
  switch (triage) {
    case 'unsure':
      return Prisma.sql`l.confidence < ${UNSURE_BELOW}`;
    case 'hidden':
      return Prisma.sql`l.hidden`;
    case 'urgent':
    case 'reply':
    case 'none':
      return Prisma.sql`l.triage = ${triage} AND l.confidence >= ${UNSURE_BELOW}`;
  }
}

async function withCustomers(db: Db, conversations: readonly Conversation[]) {
  const customers = await db.customer.findMany({
    where: { id: { in: conversations.map(({ customerId }) => customerId) } },
    select: { id: true, name: true, owner: true },
  });
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return new Map(
    conversations.flatMap((conversation) => {
      const customer = byId.get(conversation.customerId);
      return customer ? [[conversation.id, { conversation, customer }] as const] : [];
    }),
  );
}

async function withTouches(db: Db, utterances: readonly Utterance[]): Promise<SpokenUtterance[]> {
  const touches = await db.touch.findMany({
    where: { id: { in: utterances.flatMap(({ touchId }) => touchId ?? []) } },
    select: { id: true, message: true, state: true, reason: true },
  });
  const byId = new Map(touches.map(({ id, ...touch }) => [id, touch]));
  return utterances.map(
    (utterance) => ({ ...utterance, touch: byId.get(utterance.touchId ?? '') ?? null }) as SpokenUtterance,
  );
}
