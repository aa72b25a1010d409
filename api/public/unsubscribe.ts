import type { Channel, MessageClass } from '../../domain/channel';
import { coverOf, WITHDRAWAL_SCOPES, type WithdrawalScope } from '../../domain/policy/withdrawal';
import type { SignedLink } from '../../domain/signed-link';
import { readSettings } from '../../prisma/settings';
import { recordSignals } from '../../prisma/touch-signals';
import { inTransaction } from '../../prisma/transaction';
import type { PublicDeps } from './deps';
import { evidenceOf } from './evidence';
import { findReader } from './reader';
import { topicLabel } from './topics';
import { stoppedPage, unsubscribePage } from './unsubscribe-page';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';
import { withdrawFrom } from './withdraw';

/** The visible unsubscribe link: shows what can be stopped, and changes nothing, because scanners follow links too. */
export async function showUnsubscribe(deps: PublicDeps, visit: Visit<'unsubscribe'>): Promise<void> {
  const { link, request, response, here } = visit;
  const reader = await findReader(deps.db, link.customerId);
  if (!reader) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, reader.locale);
  const { settings } = await readSettings(deps.db);
  const facts = {
    channel: link.channel as Channel,
    purpose: link.purpose as MessageClass,
    topic: topicLabel(settings, link.topic, language),
    here,
    speaker: deps.speaker,
  };
  sendPage(deps, visit, language, unsubscribePage(facts, language));
}

/**
 * Takes back what a message rests on. A mail provider posts here with nothing but the link (RFC 8058): all messages of that class on the
 * channel stop. The page's own form names a scope. Doing it again changes nothing and answers the same; so does a customer who is gone.
 */
export async function unsubscribe(deps: PublicDeps, visit: Visit<'unsubscribe'>): Promise<void> {
  const { link, request, response } = visit;
  const reader = await findReader(deps.db, link.customerId);
  const language = languageFor(request, reader?.locale);
  const scope = scopeIn(request.body);
  if (reader) await withdraw(deps, visit, reader.id, scope ?? 'purpose', scope ? 'unsubscribe_page' : 'one_click');
  if (!reader && scope) return sendTrouble(deps, request, response, 'gone');
  const preferences = reader && { kind: 'preferences' as const, customerId: reader.id };
  sendPage(deps, visit, language, stoppedPage(preferences, deps, visit, language));
}

async function withdraw(
  deps: PublicDeps,
  visit: Visit<'unsubscribe'>,
  customerId: string,
  scope: WithdrawalScope,
  method: 'unsubscribe_page' | 'one_click',
): Promise<void> {
  const { link, now } = visit;
  const evidence = { ...evidenceOf(visit), touchId: link.touchId || undefined };
  const changed = await inTransaction(deps.db, async (tx) => {
    const cover = coverOf(scope, { ...link, channel: link.channel as Channel });
    const recorded = await withdrawFrom(tx, customerId, cover, { method, evidence }, now);
    if (link.touchId) await recordSignals(tx, [signalOf(link, now)], now);
    return recorded;
  });
  if (changed) deps.wakeRelay();
}

/** Counts against the message that it came from, once (M34). */
function signalOf({ touchId, channel }: SignedLink<'unsubscribe'>, now: Date) {
  const detail = { channel: channel as Channel };
  return { touchId, kind: 'unsubscribed', human: true, detail, at: now, key: `page:${touchId}:unsubscribed` } as const;
}

/** The scope that our own form names; undefined for what a mail provider sends, whatever its form. */
function scopeIn(body: unknown): WithdrawalScope | undefined {
  if (!(body instanceof Buffer)) return undefined;
  const scope = new URLSearchParams(body.toString('utf8')).get('scope');
  return WITHDRAWAL_SCOPES.find((each) => each === scope);
}
