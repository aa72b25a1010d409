import type { SignalKind } from '../domain/signal';
import type { Db, Tx } from './client';
import { recordEvents, type EventContext } from './events';
import type { InAppMessage } from './generated/client';
import { markInApp, tickInApp, type InAppMark } from './in-app';
import { recordSignals } from './touch-signals';
import { inTransaction } from './transaction';

/** What a customer did with a message of theirs. `link`: which of its links was followed, when it was not the button. */
export type InAppDeed = { readonly customerId: string; readonly messageId: string } & (
  | { readonly mark: InAppMark; readonly link?: string | undefined }
  | { readonly mark: 'ticked'; readonly step: number; readonly done: boolean }
);

/**
 * Records what a customer did with a message, in the inbox and as signals of its touch; journeys hear of a click and of a step that was
 * ticked off as `message.clicked`. The first time counts, so it may be told any number of times. Null when the customer has no such message.
 */
export async function recordDeed(db: Db, deed: InAppDeed, context: EventContext): Promise<InAppMessage | null> {
  const { now } = context;
  const message = await inTransaction(db, async (tx) => {
    const { customerId, messageId } = deed;
    const found = await tx.inAppMessage.findFirst({ where: { id: messageId, customerId } });
    if (!found) return null;
    // Signals lock the customer, and whoever locks both takes the customer first.
    const kinds: readonly SignalKind[] =
      deed.mark === 'seen' ? ['seen'] : ['seen', deed.mark === 'ticked' ? 'clicked' : deed.mark];
    await recordSignals(
      tx,
      kinds.map((kind) => signalOf(found, kind, deed, now)),
      now,
    );
    return change(tx, deed, now);
  });
  if (message && (deed.mark === 'clicked' || deed.mark === 'ticked')) {
    await recordEvents(db, [clickOn(message, deed, now)], context);
  }
  return message;
}

async function change(tx: Tx, deed: InAppDeed, at: Date): Promise<InAppMessage | null> {
  const { customerId, messageId, mark } = deed;
  if (mark !== 'ticked') return (await markInApp(tx, { customerId, messageId, mark, at }))?.message ?? null;
  const ticked = await tickInApp(tx, { ...deed, at });
  return ticked && ((await markInApp(tx, { customerId, messageId, mark: 'clicked', at }))?.message ?? null);
}

function signalOf({ id, attemptId, touchId, action }: InAppMessage, kind: SignalKind, deed: InAppDeed, at: Date) {
  const link = kind === 'clicked' ? linkOf(deed, action) : undefined;
  const detail = { attemptId, channel: 'in-app', provider: 'in-app', ...(link !== undefined && { link }) } as const;
  return { touchId, kind, human: true, detail, at, key: `in-app:${id}:${kind}` };
}

/** Its message id makes telling it again harmless, so it is told even when an earlier try broke off after the mark. */
function clickOn({ id, customerId, touchId, action, clickedAt }: InAppMessage, deed: InAppDeed, now: Date) {
  const link = linkOf(deed, action);
  return {
    messageId: `in-app:${id}:clicked`,
    customerId,
    type: 'message.clicked',
    properties: { touchId, ...(link !== undefined && { link }) },
    occurredAt: clickedAt ?? now,
  };
}

function linkOf(deed: InAppDeed, action: unknown): string | undefined {
  if (deed.mark === 'ticked') return undefined;
  if (deed.mark === 'clicked' && deed.link !== undefined) return deed.link;
  const url = (action as { url?: unknown } | null)?.url;
  return typeof url === 'string' ? url : undefined;
}
