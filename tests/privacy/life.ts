import { randomUUID } from 'node:crypto';
import { addressHashWith } from '../../domain/address-hash';
import { newId } from '../../domain/ids';
import { requestConsent } from '../../prisma/consent-requests';
import { recordConsent } from '../../prisma/consents';
import type { Db } from '../../prisma/client';
import { Prisma } from '../../prisma/generated/client';
import { placeHold } from '../../prisma/holds';
import { storeProviderEvents } from '../../prisma/provider-events';
import { addNote, logAttempt } from '../../prisma/tasks/note';
import { inTransaction } from '../../prisma/transaction';
import type { World, WorldCustomer } from '../../testkit';

/** As the worlds of tests hash addresses. */
export const addressHash = addressHashWith('a key for tests only');

/** All that tells the customer of these tests from others: nothing of it may be left. */
export const TELLTALE = [
  'Lovelace',
  'ada@analytical.example',
  '14155550123',
  'Analytical Engines',
  'the punched cards are stuck',
  'INV-1843',
  '203.0.113.7',
  'push.example/ada',
  'device-of-hers',
  'user-ada',
];

/** A customer about whom there is something in every table: two that became one, in the middle of a journey, with a person at work for her. */
export async function lifeOfAda(world: World): Promise<WorldCustomer> {
  const { db, customer, tell, now, pass, carry } = world;
  const ada = await customer({
    userId: 'user-ada',
    email: 'ada@analytical.example',
    phone: '+14155550123',
    owner: 'ann',
    browser: true,
    traits: { name: 'Ada Lovelace', invoice: 'INV-1843' },
  });
  await tell([
    { type: 'track', anonymousId: 'device-of-hers', event: 'page.viewed', properties: { title: 'Lovelace' } },
    { type: 'identify', userId: 'user-ada', anonymousId: 'device-of-hers' },
    { type: 'group', userId: 'user-ada', groupId: 'Analytical Engines', traits: { name: 'Analytical Engines' } },
  ]);
  await ada.does('usage.dropped', { percent: 60 });
  await pass('1 hour');
  await ada.enters('at-risk');
  await ada.says('Urgent: the punched cards are stuck, says Lovelace!');
  await pass('1 minute');
  const at = now();
  await inTransaction(db, async (tx) => {
    const { id: taskId } = await tx.task.findFirstOrThrow({ where: { customerId: ada.id } });
    await addNote(tx, { taskId, by: 'ann', body: 'Lovelace says the punched cards are stuck' }, at);
    await logAttempt(tx, { taskId, by: 'ann', result: 'voicemail', note: 'Lovelace calls back about the cards' }, at);
    const said = { customerId: ada.id, channel: 'email', topic: 'stories', method: 'form', actor: null } as const;
    const evidence = { ip: '203.0.113.7' };
    const granted = { ...said, state: 'granted', basis: 'consent', wording: 'Yes, stories.', expiresAt: null } as const;
    await recordConsent(tx, { ...granted, at, evidence });
    const words = { wording: 'Yes, stories.', wordingVersion: null, locale: 'en' };
    await requestConsent(tx, { ...said, ...words }, 'a link key of this test', at);
    const hold = { scope: 'customer', target: ada.id, cause: 'staff', timers: 'keep', until: null } as const;
    await placeHold(tx, { ...hold, reason: 'Lovelace asked for peace', by: 'ann' }, at);
    await tx.customerNote.create({
      data: { id: newId(at), customerId: ada.id, author: 'ann', body: 'Lovelace likes short calls', at },
    });
    await tx.traitCorrection.create({
      data: { customerId: ada.id, trait: 'invoice', said: 'INV-1842', corrected: 'INV-1843', by: 'ann', at },
    });
    await tx.preference.create({ data: { customerId: ada.id, channels: ['email'], mostPerWeek: 1, updatedAt: at } });
  });
  await rest(db, ada.id, at);
  await carry();
  return ada;
}

/** What only providers, backends and staff would bring about. */
async function rest(db: Db, customerId: string, at: Date): Promise<void> {
  const touch = await db.touch.findFirstOrThrow({ where: { customerId, state: { not: 'planned' } } });
  const [id, utterance] = [newId(at), await db.utterance.findFirstOrThrow({ where: { customerId } })];
  const common = { provider: 'sendgrid', touchId: null };
  await storeProviderEvents(
    db,
    [
      { ...common, dedupeKey: 'one', kind: 'delivery', touchId: touch.id, body: { email: 'old@analytical.example' } },
      { ...common, dedupeKey: 'two', kind: 'inbound', body: { from: 'Ada <ADA@analytical.example>' } },
    ],
    at,
  );
  await db.touchSignal.create({
    data: {
      id,
      touchId: touch.id,
      customerId,
      kind: 'clicked',
      detail: { link: 'https://x.example/INV-1843' },
      at,
      key: 'k',
    },
  });
  await db.triageCorrection.create({
    data: { id, utteranceId: utterance.id, was: 'urgent', is: 'reply', by: 'ann', at },
  });
  await db.pushSubscription.updateMany({ where: { customerId }, data: { endpoint: 'https://push.example/ada' } });
  await db.inAppMessage.create({
    data: {
      id,
      attemptId: randomUUID(),
      touchId: touch.id,
      customerId,
      title: 'For Lovelace',
      body: '',
      html: '',
      createdAt: at,
    },
  });
  await db.idempotencyKey.create({
    data: {
      scope: 's',
      key: 'k',
      fingerprint: 'f',
      status: 200,
      body: `{"id":"${customerId}","name":"Lovelace"}`,
      createdAt: at,
    },
  });
  const told = { message: 'renewal/reminder-7', messageClass: 'lifecycle', topic: 'renewal', subject: 'bill:INV-1843' };
  const waits = {
    key: 'waits',
    state: 'deferred',
    deferredUntil: at,
    plannedAt: at,
    updatedAt: at,
    codeVersion: 'test',
  };
  await db.touch.create({
    data: { id: newId(at), customerId, enrollmentId: touch.enrollmentId, ...told, ...waits },
  });
  const announced = { type: 'task.opened', about: { playbook: 'save-call' }, occurredAt: at, nextAt: at };
  await db.webhookDelivery.create({ data: { id: newId(at), endpointId: randomUUID(), customerId, ...announced } });
  await db.customerKey.create({
    data: { customerId, wrapped: Buffer.from('wrapped'), masterKey: 'test', createdAt: at },
  });
}

/** Names of all tables of the database but the bookkeeping of migrations. */
export async function tablesOf(db: Db): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_prisma%' ORDER BY 1`;
  return tables.map(({ name }) => name);
}

/** Where something that tells her from others stands: `table: what`, over all columns of all tables. */
export async function tracesIn(db: Db, words: readonly string[] = TELLTALE): Promise<string[]> {
  const traces: string[] = [];
  for (const table of await tablesOf(db)) {
    for (const word of words) {
      const [row] = await db.$queryRaw<{ some: boolean }[]>(
        Prisma.sql`SELECT EXISTS (SELECT FROM ${Prisma.raw(table)} t WHERE strpos(lower(t::text), lower(${word})) > 0) AS some`,
      );
      if (row?.some) traces.push(`${table}: ${word}`);
    }
  }
  return traces;
}
