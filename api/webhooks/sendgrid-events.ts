import { createHash } from 'node:crypto';
import { storableJson } from '../../domain/storable';
import { ownId, textIn } from '../../domain/reports/report';
import type { NewProviderEvent } from '../../prisma/provider-events';

/**
 * The events in a request of SendGrid's, to be stored as they are. Null when the body is not a list of objects. Duplicates are normal (up
 * to 46 of one were seen, sendgrid/docs#2933), and told by `sg_event_id`.
 */
export function eventsIn(body: Buffer): NewProviderEvent[] | null {
  const list = parse(body);
  if (!Array.isArray(list) || !list.every(isObject)) return null;
  return list.flatMap((event) => {
    const kept = storableJson(event);
    return kept
      ? [{ provider: 'sendgrid', dedupeKey: keyOf(kept), kind: 'delivery', touchId: ownId(kept.touch_id), body: kept }]
      : [];
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONGEST_KEY = 200;

function keyOf(event: Record<string, unknown>): string {
  const id = textIn(event.sg_event_id);
  if (id !== null && id.length <= LONGEST_KEY) return id;
  return createHash('sha256').update(JSON.stringify(event)).digest('base64url');
}
