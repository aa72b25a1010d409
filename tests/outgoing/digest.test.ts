import { createChannels } from '../../activities/channels/channels';
import { sendDigests } from '../../activities/rounds/digest';
import { HOUR_MS } from '../../domain/duration';
import { newId } from '../../domain/ids';
import { playbooks } from '../../playbooks';
import { translations } from '../../translations';
import type { Db } from '../../prisma/client';
import { withApi, type ApiWorld } from '../support/http';

/** A Monday, at nine in Berlin. */
const MONDAY = new Date('2026-03-02T08:05:00.000Z');

test('whoever wants a digest gets one on working days at their hour, once, in their language, and without a customer in it', () =>
  withApi({ startAt: MONDAY }, async (api) => {
    const { db, clock } = api;
    const ann = await person(api, 'ann');
    const wished = { digest: true, hour: 9, time_zone: 'Europe/Berlin' };
    expect((await ann('PUT', wished)).body).toEqual(wished);
    await openTask(db, 'ann', MONDAY);
    await db.staff.update({ where: { id: 'ann' }, data: { locale: 'de' } });

    const { deps, sent } = postbox(db);
    await sendDigests(deps, new Date(MONDAY.getTime() - HOUR_MS));
    expect(await sent()).toEqual([]);
    await sendDigests(deps, MONDAY);
    await sendDigests(deps, new Date(MONDAY.getTime() + HOUR_MS));
    expect(await sent()).toHaveLength(1);
    const [mail] = await sent();
    expect(mail!.recipient).toBe((await db.staff.findUniqueOrThrow({ where: { id: 'ann' } })).email);
    expect(mail!.subject).toBe('Eine Aufgabe wartet auf Sie');
    expect(mail!.text).toContain('https://perennial.acme.example/app/tasks/');
    expect(mail!.text).toContain('Einen still gewordenen Kunden anrufen (fällig');
    expect(mail!.text).not.toContain('Ada');

    const days = async (count: number) => sendDigests(deps, new Date(MONDAY.getTime() + count * 24 * HOUR_MS));
    await days(1);
    await days(5);
    expect(await sent()).toHaveLength(2);
    await db.staff.update({ where: { id: 'ann' }, data: { absentFrom: clock.now() } });
    await days(7);
    expect(await sent()).toHaveLength(2);
  }));

test('nobody is written to who did not ask for it, for whom nothing waits, or who has left', () =>
  withApi({ startAt: MONDAY }, async (api) => {
    const { db } = api;
    const ben = await person(api, 'ben');
    expect((await ben('GET')).body).toMatchObject({ digest: false });
    await openTask(db, 'ben', MONDAY);
    const { deps, sent } = postbox(db);
    await sendDigests(deps, MONDAY);

    const chloe = await person(api, 'chloe');
    await chloe('PUT', { digest: true, hour: 8, time_zone: 'UTC' });
    await sendDigests(deps, MONDAY);
    await ben('PUT', { digest: true, hour: 8, time_zone: 'UTC' });
    await db.staff.update({ where: { id: 'ben' }, data: { disabledAt: MONDAY } });
    await sendDigests(deps, MONDAY);
    expect(await sent()).toEqual([]);
    const odd = { digest: true, hour: 8, time_zone: 'Mars/Olympus' };
    expect((await chloe('PUT', odd)).status).toBe(400);
  }));

/** The mail as it would have left, kept in the database: nothing is sent in a test. */
function postbox(db: Db) {
  const channels = createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db });
  const deps = { db, channels, playbooks, translations, links: { baseUrl: 'https://perennial.acme.example' } };
  return { deps, sent: () => db.capturedLetter.findMany({ orderBy: { at: 'asc' } }) };
}

async function person(api: ApiWorld, id: string) {
  const headers = await api.as('agent', id);
  return (method: string, body?: unknown) => api.send(method, '/v1/session/digest', body, { role: null, headers });
}

async function openTask(db: Db, assignee: string, at: Date): Promise<void> {
  const customerId = newId(at);
  await db.customer.create({ data: { id: customerId, name: 'Ada Example', createdAt: at, updatedAt: at } });
  const due = new Date(at.getTime() + 3 * HOUR_MS);
  await db.task.create({
    data: {
      id: newId(at),
      customerId,
      playbook: 'save-call',
      because: 'two check-ins unanswered and no login',
      queue: 'customer-success',
      priority: 'high',
      assignee,
      state: 'open',
      openedAt: at,
      dueAt: due,
      remindAt: due,
      expireAt: due,
    },
  });
}
