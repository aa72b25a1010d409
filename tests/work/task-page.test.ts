import { openTask } from '../../activities/tasks/open';
import { newId } from '../../domain/ids';
import { playbooks } from '../../playbooks';
import type { Db } from '../../prisma/client';
import { recordConsent } from '../../prisma/consents';
import { inTransaction } from '../../prisma/transaction';
import { withApi } from '../support/http';
import { signedInStaff } from '../support/staff';
import { asked } from './world';

/** Monday morning. */
const START = new Date('2026-03-02T09:00:00.000Z');

test('the task page says who it is about, what time it is there, how they can be answered and why not, and what happens if nobody comes', () =>
  withApi({ startAt: START }, async ({ db, get }) => {
    const { id, customerId } = await asked(
      db,
      { name: 'Ada', email: 'ada@example.com', company: 'Looms', owner: 'ann', traits: { arr: 5_000 } },
      START,
    );
    await db.customer.update({ where: { id: customerId }, data: { timeZone: 'Asia/Tokyo' } });
    const withdrawn = {
      customerId,
      channel: 'sms' as const,
      topic: '*',
      state: 'withdrawn' as const,
      basis: 'withdrawal',
      wording: null,
    };
    await inTransaction(db, (tx) =>
      recordConsent(tx, { ...withdrawn, method: 'test', actor: null, at: START, expiresAt: null }),
    );
    const { body } = await get(`/v1/tasks/${id}`);
    expect(body).toMatchObject({
      customer: {
        email: 'ada@example.com',
        phone: null,
        owner: 'ann',
        value: 5_000,
        company: { name: 'Looms' },
        conversation_id: null,
        local_time: { evidence: 'zone', from: '2026-03-02T18:00', to: '2026-03-02T18:00' },
      },
      rank: { head_start_hours: 2 },
      channels: [
        { channel: 'email', allowed: true },
        { channel: 'sms', allowed: false },
        { channel: 'push', allowed: false },
        { channel: 'in-app', allowed: true },
      ],
    });
    const ofJourney = await escalated(db);
    const steps = (await get<{ if_nothing_is_done: object[] }>(`/v1/tasks/${ofJourney}`)).body.if_nothing_is_done;
    expect(steps).toMatchObject([
      { step: 'remind' },
      { step: 'breach' },
      { step: 'expire', sentence: 'It expires. The journey ends, and nobody has called.' },
    ]);
    await db.task.update({
      where: { id: ofJourney },
      data: { state: 'claimed', assignee: 'ann', claimedAt: START, returnAfter: 60 },
    });
    const claimed = (await get<{ if_nothing_is_done: object[] }>(`/v1/tasks/${ofJourney}`)).body.if_nothing_is_done;
    expect(claimed[0]).toEqual({
      step: 'return',
      at: '2026-03-02T10:00:00.000Z',
      sentence: 'Nothing is done about it: it goes back to its queue.',
    });
  }));

describe('the reply box', () => {
  test('begins a conversation with whom has not written yet, through the gate, and counts as an act of the holder', () =>
    withApi({ startAt: START }, async ({ db, post, get, clock }) => {
      const { id, customerId } = await asked(db, { email: 'ada@example.com' }, START);
      await post(`/v1/tasks/${id}/claim`, { assignee: 'ann' }, { headers: { 'If-Match': '"1"' } });
      clock.advance(60_000);
      const key = { headers: { 'Idempotency-Key': 'once' } };
      const said = { by: 'ann', text: 'How can I help?' };
      const first = await post(`/v1/tasks/${id}/replies`, said, key);
      expect(first).toMatchObject({
        status: 202,
        body: { channel: 'email', author: 'staff:ann', body: 'How can I help?' },
      });
      expect((await post(`/v1/tasks/${id}/replies`, said, key)).body).toEqual(first.body);
      expect(await db.touch.findMany({ where: { customerId } })).toMatchObject([
        { messageClass: 'service', state: 'planned' },
      ]);
      expect(await db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ actedAt: clock.now() });
      expect((await get(`/v1/tasks/${id}`)).body['customer']).toMatchObject({
        conversation_id: expect.any(String) as string,
      });
      const refused = await post(`/v1/tasks/${id}/replies`, { text: 'Dear {{ customer.name }}, hello' });
      expect(refused.body['errors']).toMatchObject([{ pointer: '/text' }]);
    }));

  test('begins with a text that leads write, in the language of the customer, filled with what is known', () =>
    withApi({ startAt: START }, async ({ db, url, post, send, get }) => {
      const agent = { role: null, headers: await signedInStaff(db, { url, role: 'agent' }, START) };
      const lead = { role: null, headers: await signedInStaff(db, { url, role: 'lead' }, START) };
      const text = {
        name: 'Hello',
        locale: 'en',
        body: 'Hello {{ customer.first_name | there }}, this is {{sender.name}}. Your plan is {{ customer.plan }}.',
        playbook: 'help-request',
      };
      expect((await send('POST', '/v1/reply-templates', text, agent)).status).toBe(403);
      const made = await send('POST', '/v1/reply-templates', text, lead);
      expect(made).toMatchObject({ status: 201, body: { name: 'Hello', version: 1, updated_by: 'lea' } });
      const { id } = made.body as { id: string };
      expect((await post('/v1/reply-templates', text)).status).toBe(409);
      for (const [body, detail] of [
        ['Hi {{ customer.firstname }}', 'did you mean customer.first_name?'],
        ['Please call us at noon.', 'sends the customer to another channel'],
      ])
        expect((await post('/v1/reply-templates', { ...text, name: 'Other', body })).body).toMatchObject({
          errors: [{ pointer: '/body', detail: expect.stringContaining(detail!) as string }],
        });

      const { customerId } = await asked(db, { name: 'Ada Lovelace' }, START);
      const filled = await send('POST', `/v1/reply-templates/${id}/rendering`, { customer_id: customerId }, agent);
      expect(filled.body).toEqual({
        text: 'Hello Ada, this is Ann. Your plan is {{ customer.plan }}.',
        missing: ['customer.plan'],
      });
      const change = { ...text, body: 'Hello {{ customer.first_name | there }}.' };
      expect((await send('PUT', `/v1/reply-templates/${id}`, change, lead)).status).toBe(428);
      const at = (version: number) => ({ role: null, headers: { ...lead.headers, 'If-Match': `"${version}"` } });
      expect((await send('PUT', `/v1/reply-templates/${id}`, change, at(1))).body).toMatchObject({ version: 2 });
      expect((await send('PUT', `/v1/reply-templates/${id}`, change, at(1))).status).toBe(412);
      const nobody = await asked(db, {}, START);
      const unknown = await post(`/v1/reply-templates/${id}/rendering`, { customer_id: nobody.customerId });
      expect(unknown.body).toEqual({ text: 'Hello there.', missing: [] });

      await post('/v1/reply-templates', { ...text, name: 'Hallo', locale: 'de', playbook: null });
      for (const [query, names] of [
        ['', ['Hallo', 'Hello']],
        ['?locale=de', ['Hallo']],
        ['?playbook=save-call', ['Hallo']],
        ['?playbook=help-request', ['Hallo', 'Hello']],
      ] as const) {
        const listed = await get<{ data: { name: string }[] }>(`/v1/reply-templates${query}`);
        expect([query, listed.body.data.map(({ name }) => name)]).toEqual([query, names]);
      }
      expect((await send('DELETE', `/v1/reply-templates/${id}`, undefined, lead)).status).toBe(204);
      expect((await get(`/v1/reply-templates/${id}`)).status).toBe(404);
      const log = await db.auditEntry.findMany({ where: { subject: `reply_template:${id}` }, orderBy: { seq: 'asc' } });
      expect(log.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
        'lea reply_template.created',
        'lea reply_template.changed',
        'lea reply_template.removed',
      ]);
    }));
});

async function escalated(db: Db): Promise<string> {
  const [customerId, enrollmentId] = [newId(START), newId(START)];
  await db.customer.create({ data: { id: customerId, createdAt: START, updatedAt: START } });
  const place = { journey: 'at-risk', stage: 'personCalls' };
  const run = {
    workflowId: `at-risk:${customerId}`,
    state: 'active',
    cause: { kind: 'request' },
    causeKey: enrollmentId,
  };
  await db.enrollment.create({
    data: { id: enrollmentId, customerId, ...place, ...run, enteredAt: START, stageAt: START },
  });
  const asks = {
    key: enrollmentId,
    playbook: 'save-call',
    because: 'went quiet',
    assignTo: null,
    due: '1 day' as const,
  };
  return (await openTask({ db, playbooks }, { enrollmentId, customerId, ...place, ...asks }, START)).taskId;
}
