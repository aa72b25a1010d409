import { createHash } from 'node:crypto';
import { scannerRule, type ScannerRule } from '../../domain/policy/human-click';
import type { SignalDetail } from '../../domain/signal';
import { keepEvents } from '../../prisma/events';
import { isErased, lockCustomers } from '../../prisma/customers';
import { recordSignals } from '../../prisma/touch-signals';
import { inTransaction, Overtaken } from '../../prisma/transaction';
import type { PublicDeps } from './deps';
import { sendTrouble, type Visit } from './visit';

/**
 * Leads on to where a link of a message goes, and records who followed it: a human click is an answer, and journeys hear it as
 * `message.clicked`, once for each link; what scanners and prefetchers do is kept beside it and counts for nothing. Only addresses that we
 * signed are led to, so it is no open redirect. A database that is away does not keep anybody from getting there.
 */
export async function followLink(deps: PublicDeps, visit: Visit<'click'>): Promise<void> {
  const { link, request, response } = visit;
  if (!/^https?:\/\//i.test(link.url)) return sendTrouble(deps, request, response, 'forged');
  try {
    await recordClick(deps, visit);
  } catch (error) {
    deps.log.error({ err: error, touchId: link.touchId }, 'a click was not recorded');
  }
  response.redirect(302, link.url);
}

async function recordClick(deps: PublicDeps, { link, request, now }: Visit<'click'>): Promise<void> {
  const { touchId, url } = link;
  const asked = {
    method: request.method,
    userAgent: request.get('user-agent'),
    purpose:
      [request.get('sec-purpose'), request.get('purpose'), request.get('x-moz')].filter(Boolean).join(' ') || undefined,
    at: now,
  };
  const told = await inTransaction(deps.db, async (tx) => {
    const touch = await tx.touch.findUnique({ where: { id: touchId } });
    if (!touch || (await isErased(tx, touch.customerId))) return false;
    const customers = await lockCustomers(tx, [touch.customerId]);
    if (customers.get(touch.customerId)?.mergedInto !== null) throw new Overtaken();
    const known = await tx.touchSignal.findMany({ where: { touchId, kind: { in: ['clicked', 'delivered'] } } });
    const clicks = known.filter(({ kind }) => kind === 'clicked');
    const before = clicks.map(({ detail, at }) => {
      const { link = '', code } = detail as SignalDetail;
      return { link, at, rule: code };
    });
    // What the provider says: the touch itself also counts as delivered since it was first clicked.
    const deliveredAt = known.find(({ kind }) => kind === 'delivered')?.at ?? null;
    const rule = scannerRule(asked, { sentAt: touch.sentAt, deliveredAt, link: url, before });
    await recordSignals(tx, [signalOf(touchId, url, rule, now)], now);
    if (rule !== null) return false;

    const event = {
      messageId: `click:${touchId}:${digest(url)}`,
      customerId: touch.customerId,
      type: 'message.clicked',
    };
    const properties = { touchId, link: url };
    await keepEvents(tx, [{ ...event, properties, occurredAt: now }], customers, { journeys: deps.journeys, now });
    return true;
  });
  if (told) deps.wakeRelay();
}

/** One human click of a link says all; machines are kept by their rule. */
function signalOf(touchId: string, url: string, rule: ScannerRule | null, at: Date) {
  const key = `page:${touchId}:clicked:${digest(url)}:${rule ?? 'human'}`;
  return {
    touchId,
    kind: 'clicked',
    human: rule === null,
    detail: { link: url, code: rule ?? undefined },
    at,
    key,
  } as const;
}

function digest(url: string): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 16);
}
