import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '../../domain/errors';
import { readItem, type IngestItem } from '../../domain/ingest-item';
import { recordConsent } from '../../prisma/consents';
import { resolveCustomerId } from '../../prisma/customers';
import { ingest } from '../../prisma/ingest';
import { inTransaction } from '../../prisma/transaction';
import type { CapturedDeps } from './pages';

const newcomer = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.string().trim().max(200).default(''),
  phone: z.string().trim().max(40).default(''),
  locale: z.enum(['en', 'de']).default('en'),
  texts: z.literal('yes').optional(),
  type: z.string().max(100),
});

/** Makes a customer out of the form, as a backend would: a profile, consent if given, and then what happens first. Returns our id. */
export async function createByHand(
  { db, journeys, wakeRelay }: CapturedDeps,
  form: unknown,
  now: Date,
): Promise<string> {
  const { success, data } = newcomer.safeParse(form);
  if (!success) throw new InvalidInput('A customer needs a name and a first event.');
  const { name, email, phone, locale, texts, type } = data;
  const userId = `by-hand-${randomUUID().slice(0, 8)}`;
  // Whoever plays here sits at this machine's clock.
  const { timeZone: timezone } = new Intl.DateTimeFormat().resolvedOptions();
  const traits = { name, locale, timezone, ...(email ? { email } : {}), ...(phone ? { phone } : {}) };

  await ingest(db, [itemOf({ type: 'identify', userId, traits }, now)], { journeys, now });
  const customerId = await resolveCustomerId(db, userId);
  if (texts) await inTransaction(db, (tx) => recordConsent(tx, { ...TEXTS, customerId, at: now }));
  await ingest(db, [itemOf({ type: 'track', userId, event: type, messageId: `captured:${userId}` }, now)], {
    journeys,
    now,
  });
  wakeRelay();
  return customerId;
}

const TEXTS = {
  channel: 'sms',
  topic: '*',
  state: 'granted',
  basis: 'consent',
  wording: 'agrees to text messages',
  method: 'captured-messages page',
  actor: null,
  expiresAt: null,
} as const;

function itemOf(raw: Readonly<Record<string, unknown>>, receivedAt: Date): IngestItem {
  const { item, faults } = readItem(raw, { receivedAt });
  if (item) return item;
  throw new InvalidInput(faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '), faults);
}
