import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/duration';
import type { Triage } from '../domain/triage/model';
import { MOST_AN_HOUR } from '../prisma/conversations/flood';
import { touchRow } from './public/visitor';
import { withApi, type Answered, type ApiWorld } from './support/http';

const start = new Date('2026-03-02T09:00:00.000Z');

interface Received {
  readonly conversation_id: string;
  readonly utterance_id: string;
  readonly duplicate: boolean;
  readonly automatic: boolean;
  readonly triage: string;
  readonly unsure: boolean;
  readonly task_id: string | null;
}

interface Said {
  readonly id: string;
  readonly direction: string;
  readonly channel: string;
  readonly body: string | null;
  readonly triage: string | null;
  readonly unsure: boolean;
  readonly reasons: string[];
  readonly delivery: { touch_id: string; state: string; reason: string | null } | null;
}

interface Conversation {
  readonly id: string;
  readonly state: string;
  readonly last_channel: string;
  readonly utterances: { readonly data: Said[]; readonly next_cursor: string | null };
}

describe('One conversation with a customer, whatever the channel (M07)', () => {
  test('an email reply and a text message are one conversation, each told apart from what it quotes', () =>
    withTalk(async ({ db, hear, conversation, clock }) => {
      const mail =
        'The import fails.\n\nBest,\nAda\n\nOn Mon, 2 Mar 2026 at 08:00, Ann <ann@shop.example> wrote:\n> Hi Ada,\n> all well?';
      const first = await hear({ channel: 'email', from: 'ada@example.com', text: mail });
      clock.advance(MINUTE_MS);
      const second = await hear({ channel: 'sms', from: '+44 20 7946 0000', text: 'Any news?' });
      expect(second.body.conversation_id).toBe(first.body.conversation_id);

      const { utterances, ...rest } = await conversation('ada');
      expect(rest).toMatchObject({ state: 'open', last_channel: 'sms' });
      expect(utterances.data.map(({ channel, body, triage }) => [channel, body, triage])).toEqual([
        ['sms', 'Any news?', 'reply'],
        ['email', 'The import fails.', 'reply'],
      ]);
      expect(await db.event.findMany({ where: { type: 'customer.replied' } })).toHaveLength(2);
    }));

  test('the same message again changes nothing, however many come at once', () =>
    withTalk(async ({ db, hear }) => {
      const message = { message_id: 'm1', customer_id: 'ada', channel: 'email', text: 'Dringend: nichts geht mehr!' };
      const answers = await Promise.all([1, 2, 3, 4].map(() => hear(message)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
      expect(await counts(db)).toEqual({ utterances: 1, events: 1, tasks: 1 });
    }));

  test('who writes from an address that nobody has is a customer from then on, and the same one next time', () =>
    withTalk(async ({ db, hear }) => {
      const stranger = () => hear({ channel: 'email', from: 'Eve@Example.net', text: 'Do you ship to Norway?' });
      const [one, two] = await Promise.all([stranger(), stranger()]);
      expect(one.body.conversation_id).toBe(two.body.conversation_id);
      expect(await db.customer.findMany({ where: { email: { contains: 'net' } } })).toMatchObject([
        { email: 'Eve@example.net' },
      ]);
    }));

  test('an answer that a backend passes on as an event is part of it too', () =>
    withTalk(async ({ post, conversation }) => {
      const properties = { text: 'The import fails.', channel: 'sms' };
      for (const messageId of ['r1', 'r1'])
        await post('/v1/track', { messageId, userId: 'ada', event: 'Replied', properties });
      const { utterances } = await conversation('ada');
      expect(utterances.data).toMatchObject([{ channel: 'sms', body: 'The import fails.', triage: 'reply' }]);
    }));

  test('customers who turn out to be one have one conversation, with all that was said', () =>
    withTalk(async ({ db, hear, conversation, post, clock }) => {
      await hear({ customer_id: 'ada', channel: 'email', text: 'Thanks!' });
      await post('/v1/identify', { anonymousId: 'device-1', traits: {} });
      const { customerId } = await db.identity.findFirstOrThrow({ where: { kind: 'anonymous' } });
      clock.advance(HOUR_MS);
      await hear({ customer_id: customerId, channel: 'in-app', text: 'How do I export?' });
      expect(await db.conversation.count()).toBe(2);

      await post('/v1/identify', { userId: 'ada', anonymousId: 'device-1', traits: {} });
      const { state, last_channel, utterances } = await conversation('ada');
      expect({ state, last_channel }).toEqual({ state: 'open', last_channel: 'in-app' });
      expect(utterances.data.map(({ body }) => body)).toEqual(['How do I export?', 'Thanks!']);
      expect(await db.conversation.count()).toBe(1);
    }));

  test('what cannot be received says why', () =>
    withTalk(async ({ hear }) => {
      expect(await hear({ channel: 'email', text: 'Hi' })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/customer_id' }] },
      });
      expect(await hear({ channel: 'sms', from: 'ada@example.com', text: 'Hi' })).toMatchObject({ status: 400 });
      expect(await hear({ customer_id: 'nobody', channel: 'email', text: 'Hi' })).toMatchObject({ status: 404 });
      expect(await hear({ customer_id: 'ada', channel: 'fax', text: 'Hi' })).toMatchObject({ status: 400 });
      const odd = {
        customer_id: 'ada',
        channel: 'email',
        text: 'a\0b\ud800',
        at: '0001-01-01T00:00:00Z',
        touch_id: '0198aaaa-0000-7000-8000-000000000000',
      };
      expect(await hear(odd)).toMatchObject({ status: 200 });
    }));
});

describe('What comes in is triaged (M06)', () => {
  test('an urgent German mail opens one task with a due time, for the owner', () =>
    withTalk(async ({ db, hear, get }) => {
      const urgent = await hear({
        customer_id: 'ada',
        channel: 'email',
        text: 'Hilfe, unsere Daten sind weg! Bitte sofort melden.',
      });
      expect(urgent.body).toMatchObject({ triage: 'urgent', unsure: false, task_id: expect.any(String) as string });
      const again = await hear({ customer_id: 'ada', channel: 'sms', text: 'Es ist dringend!!' });
      expect(again.body.task_id).toBe(urgent.body.task_id);

      const { body: task } = await get(`/v1/tasks/${urgent.body.task_id}`);
      expect(task).toMatchObject({
        playbook: { name: 'urgent-message' },
        assignee: 'ann',
        journey: null,
        enrollment_id: null,
        reason: 'wrote something urgent by email: data lost, says urgent',
        due_at: new Date(start.getTime() + HOUR_MS).toISOString(),
        if_nothing_is_done: [{ step: 'remind' }, { step: 'breach' }, { step: 'expire' }],
        notes: [{ author: 'perennial', body: 'The customer wrote something urgent by sms: says urgent.' }],
        evidence: expect.arrayContaining([expect.objectContaining({ kind: 'said', channel: 'sms' })]) as unknown[],
      });
      expect(await db.outbox.findMany({ where: { kind: 'errand' } })).toMatchObject([
        { workflowId: `task:${urgent.body.task_id}`, enrollmentId: null },
        { workflowId: `task:${urgent.body.task_id}` },
      ]);
    }));

  test('an out-of-office notice is kept, is no answer, and asks nobody', () =>
    withTalk(async ({ db, hear, conversation }) => {
      const byHeader = {
        customer_id: 'ada',
        channel: 'email',
        text: 'Dringend!',
        headers: { 'Auto-Submitted': 'auto-replied' },
      };
      expect((await hear(byHeader)).body).toMatchObject({ automatic: true, triage: 'none', task_id: null });
      const byText = 'Vielen Dank für Ihre Nachricht. Ich bin bis 14.3. nicht im Büro. In dringenden Fällen: Bob.';
      expect((await hear({ customer_id: 'ada', channel: 'email', text: byText })).body).toMatchObject({
        automatic: true,
      });
      expect(await counts(db)).toEqual({ utterances: 2, events: 0, tasks: 0 });
      expect(await conversation('ada')).toMatchObject({ state: 'quiet', last_channel: null });
    }));

  test('what the rules are not sure of waits for a person, and a correction is kept as an example', () =>
    withTalk(async ({ db, hear, get, post }) => {
      const { body: odd } = await hear({ customer_id: 'ada', channel: 'email', text: 'The blue one.' });
      expect(odd).toMatchObject({ unsure: true, task_id: null });
      const unsure = await get<{ data: unknown[] }>('/v1/conversations?triage=unsure&state=open');
      expect(unsure.body.data).toMatchObject([
        { id: odd.conversation_id, latest: { body: 'The blue one.', unsure: true } },
      ]);

      const corrected = await post<Said>(`/v1/utterances/${odd.utterance_id}/triage`, { triage: 'urgent', by: 'ann' });
      expect(corrected.body).toMatchObject({ triage: 'urgent', unsure: false, reasons: ['corrected'] });
      expect(await db.task.findMany()).toMatchObject([
        { playbook: 'urgent-message', state: 'open', customerId: (await db.utterance.findFirstOrThrow()).customerId },
      ]);
      const examples = await get<{ data: unknown[] }>('/v1/triage/examples');
      expect(examples.body.data).toMatchObject([
        { text: 'The blue one.', was: 'reply', is: 'urgent', by: 'ann', channel: 'email' },
      ]);
      expect((await get<{ data: unknown[] }>('/v1/conversations?triage=urgent')).body.data).toHaveLength(1);

      await post(`/v1/utterances/${odd.utterance_id}/triage`, { triage: 'none' });
      expect(await db.conversation.findMany()).toMatchObject([{ state: 'quiet' }]);
    }));

  test('abuse is hidden until somebody asks for it', () =>
    withTalk(async ({ hear, get, conversation }) => {
      await hear({ customer_id: 'ada', channel: 'in-app', text: 'you are all idiots' });
      expect((await conversation('ada')).utterances.data).toMatchObject([{ body: null, hidden: true, triage: 'none' }]);
      const shown = await get<Conversation>('/v1/customers/ada/conversation?hidden=true');
      expect(shown.body.utterances.data).toMatchObject([{ body: 'you are all idiots' }]);
      expect((await get<{ data: unknown[] }>('/v1/conversations?triage=hidden')).body.data).toHaveLength(1);
    }));

  test('a "thanks" leaves the question before it open, and "never mind" settles it', () =>
    withTalk(async ({ hear, conversation, clock }) => {
      for (const [text, state] of [
        ['How do I export?', 'open'],
        ['Thanks!', 'open'],
        ['Never mind, I found it.', 'quiet'],
      ] as const) {
        clock.advance(MINUTE_MS);
        await hear({ customer_id: 'ada', channel: 'email', text });
        expect(await conversation('ada')).toMatchObject({ state });
      }
    }));

  test('a model beside the rules is asked before the message is received', () => {
    const triage: Triage = async () => ({ group: 'urgent', confidence: 0.9, reasons: ['model_m1'], hidden: false });
    return withTalk(
      async ({ hear }) => {
        const { body } = await hear({ customer_id: 'ada', channel: 'email', text: 'The blue one.' });
        expect(body).toMatchObject({ triage: 'urgent', unsure: false, task_id: expect.any(String) as string });
      },
      { triage },
    );
  });

  test('what was written long ago is kept without asking anybody', () =>
    withTalk(async ({ db, hear }) => {
      const at = new Date(start.getTime() - 30 * DAY_MS).toISOString();
      await hear({ customer_id: 'ada', channel: 'email', text: 'Dringend! Nichts geht mehr.', at });
      expect(await counts(db)).toEqual({ utterances: 1, events: 1, tasks: 0 });
      expect(await db.conversation.findMany()).toMatchObject([{ state: 'quiet' }]);
    }));
});

describe('A flood of one customer', () => {
  test('is kept, opens one task and raises one alarm; a stop in it is heeded, and a raised hand too (M10)', () =>
    withTalk(async ({ db, hear, post, clock }) => {
      const say = (text: string) => hear({ customer_id: 'ada', channel: 'sms', text });
      for (let count = 0; count < MOST_AN_HOUR; count += 1) await say(`Dringend, nichts geht mehr! ${count}`);
      expect(await counts(db)).toEqual({ utterances: MOST_AN_HOUR, events: MOST_AN_HOUR, tasks: 1 });
      for (const text of ['Dringend!', 'Where is it?', 'Dringend!'])
        expect((await say(text)).body.automatic).toBe(true);
      expect(await counts(db)).toEqual({ utterances: MOST_AN_HOUR + 3, events: MOST_AN_HOUR, tasks: 1 });
      expect(await db.taskNote.count()).toBe(MOST_AN_HOUR - 1);
      expect(await db.alarm.findMany()).toMatchObject([{ kind: 'flood', subject: 'sms', endedAt: null }]);

      await say('STOP');
      expect(await db.consent.findMany({ where: { state: 'withdrawn' } })).toMatchObject([{ channel: 'sms' }]);
      await post('/v1/track', { userId: 'ada', event: 'customer.help_requested', properties: {} });
      expect(await db.task.count()).toBe(1);
      clock.advance(2 * HOUR_MS);
      expect((await say('Is anybody there?')).body).toMatchObject({ automatic: false, triage: 'reply' });
    }));
});

describe('A stop is heard wherever it is said (X11)', () => {
  test.each([
    ['sms', 'stop please', { channel: 'sms' }],
    ['email', 'Bitte keine Mails mehr', { channel: 'email' }],
    ['email', 'Please stop texting me', { channel: 'sms' }],
    ['in-app', 'Lassen Sie mich in Ruhe', { channel: '*' }],
    ['social', 'stop', { channel: '*' }],
  ])('by %s: %s', (channel, text, covered) =>
    withTalk(async ({ db, hear }) => {
      const { body } = await hear({ customer_id: 'ada', channel, text });
      expect(body).toMatchObject({ triage: 'none', unsure: false });
      expect(await db.consent.findMany({ where: { state: 'withdrawn' } })).toMatchObject([
        {
          ...covered,
          topic: '*',
          purpose: '*',
          basis: 'withdrawal',
          method: 'reply',
          evidence: { utteranceId: body.utterance_id },
        },
      ]);
      // Nobody is to go on talking to it.
      expect(await db.event.count({ where: { type: 'customer.replied' } })).toBe(0);
    }),
  );

  test('a stop that says more is an answer as well; of the message that it answers both are known', () =>
    withTalk(async ({ db, hear, get }) => {
      const { body: ada } = await get<{ id: string }>('/v1/customers/ada');
      await db.touch.createMany({ data: ['1', '2'].map((each) => touchRow(ada.id, touchIdOf(each), start)) });
      const said = { customer_id: 'ada', channel: 'email' };
      await hear({ ...said, touch_id: touchIdOf('1'), text: 'Unsubscribe me please' });
      await hear({ ...said, touch_id: touchIdOf('2'), text: 'Stop emailing me. Why was I charged twice?' });
      expect(await db.event.findMany({ where: { type: 'customer.replied' } })).toHaveLength(1);
      expect(await db.consent.count({ where: { state: 'withdrawn' } })).toBe(2);
      const touches = await db.touch.findMany({ orderBy: { id: 'asc' } });
      expect(touches.map(({ answeredAt }) => answeredAt)).toEqual([null, start]);
      expect(await db.trustCount.findMany()).toMatchObject([{ unsubscribed: 2 }]);
    }));

  test('also when a backend passes it on as an event, and what a machine wrote is no answer either', () =>
    withTalk(async ({ db, post }) => {
      await db.outbox.deleteMany();
      for (const text of ['STOP', 'I am out of the office until Monday.'])
        await post('/v1/track', { userId: 'ada', event: 'Replied', properties: { text, channel: 'email' } });
      expect(await db.consent.findMany()).toMatchObject([{ state: 'withdrawn', channel: 'email' }]);
      expect(await db.event.count({ where: { type: 'customer.replied' } })).toBe(2);
      expect(await db.outbox.count()).toBe(0);
    }));

  test('where it is not sure, nothing is taken back and a person decides', () =>
    withTalk(async ({ db, hear }) => {
      const { body } = await hear({ customer_id: 'ada', channel: 'email', text: 'Our customers want to unsubscribe.' });
      expect(body).toMatchObject({ triage: 'reply', unsure: true });
      expect(await db.consent.count({ where: { state: 'withdrawn' } })).toBe(0);
    }));

  test('whoever asks by text message may be answered there, and nothing else', () =>
    withTalk(async ({ db, hear }) => {
      await hear({ customer_id: 'ada', channel: 'sms', text: 'Where is my order?' });
      expect(await db.consent.findMany()).toMatchObject([
        { channel: 'sms', topic: 'conversation', purpose: 'service', state: 'granted', basis: 'implied_inquiry' },
      ]);
      const grant = await db.consent.findFirstOrThrow();
      expect(grant.expiresAt?.toISOString()).toBe('2026-09-02T09:00:00.000Z');
      await hear({ customer_id: 'ada', channel: 'sms', text: 'Hello? Where is it?' });
      expect(await db.consent.count()).toBe(1);
    }));

  test('whoever took consent back and asks afterwards may be answered for a day, by a person, until they say stop again', () =>
    withTalk(async ({ db, hear, clock, get }) => {
      const allowed = async () => {
        const { body } = await get<{ current: { channel: string; topic: string; allows: string[] }[] }>(
          '/v1/customers/ada/consents',
        );
        const on = (topic: string) => body.current.find((each) => each.channel === 'sms' && each.topic === topic);
        return { conversation: on('conversation')?.allows.includes('service'), rest: on('*')?.allows };
      };
      const say = (text: string) => hear({ customer_id: 'ada', channel: 'sms', text });
      const rest = ['transactional', 'critical'];
      await say('stop');
      clock.advance(HOUR_MS);
      await say('Our customers want to unsubscribe.');
      expect(await allowed()).toEqual({ conversation: undefined, rest });
      await say('Where is my order?');
      expect(await allowed()).toEqual({ conversation: true, rest });
      clock.advance(20 * HOUR_MS);
      await say('Hello? When does it come?');
      clock.advance(20 * HOUR_MS);
      expect(await allowed()).toEqual({ conversation: true, rest });
      clock.advance(4 * HOUR_MS);
      expect(await allowed()).toEqual({ conversation: false, rest });

      await say('Where is it?');
      expect(await allowed()).toEqual({ conversation: true, rest });
      clock.advance(MINUTE_MS);
      await say('STOP');
      expect(await allowed()).toEqual({ conversation: false, rest });
      expect(await db.consent.findMany({ where: { state: 'granted' } })).toMatchObject(
        Array.from({ length: 3 }, () => ({ basis: 'own_question', topic: 'conversation', purpose: 'service' })),
      );
    }));
});

describe('A raised hand reaches a person (M10)', () => {
  test('from any page or message, one task, and never two for the same ask', () =>
    withTalk(async ({ db, post, hear, conversation }) => {
      const raise = (messageId: string, properties: object = {}) =>
        post('/v1/track', { messageId, userId: 'ada', event: 'customer.help_requested', properties });
      await raise('h1');
      await raise('h1');
      await raise('h2', { text: 'Wie exportiere ich meine Daten?', channel: 'email' });
      await hear({ customer_id: 'ada', channel: 'email', text: 'Dringend, bitte!' });
      const tasks = await db.task.findMany();
      expect(tasks).toMatchObject([
        { playbook: 'help-request', because: 'asked for a person', assignee: 'ann', journey: null },
      ]);
      expect(tasks[0]!.dueAt).toEqual(new Date(start.getTime() + HOUR_MS));
      expect(await db.taskNote.count()).toBe(2);
      expect(await conversation('ada')).toMatchObject({ state: 'open', last_channel: 'email' });
    }));

  test('giving the task back does not lose the customer, and it is closed with an outcome', () =>
    withTalk(async ({ db, post }) => {
      await post('/v1/track', { userId: 'ada', event: 'customer.help_requested' });
      const { id } = await db.task.findFirstOrThrow();
      const act = (path: string, body: object, version: number) =>
        post(`/v1/tasks/${id}/${path}`, body, { headers: { 'If-Match': `"${version}"` } });
      await act('claim', { assignee: 'bob' }, 1);
      expect((await act('release', {}, 2)).body).toMatchObject({ state: 'open', assignee: null });
      expect((await act('completion', { outcome: 'reached_resolved' }, 3)).body).toMatchObject({ state: 'done' });
      expect(await db.timelineItem.findMany({ where: { kind: 'task' }, orderBy: { seq: 'asc' } })).toMatchObject(
        ['opened', 'claimed', 'released', 'completed'].map((step) => ({ enrollmentId: null, detail: { step } })),
      );
      expect(await db.outbox.count({ where: { kind: 'event' } })).toBe(0);
    }));
});

describe('A person answers where the customer wrote last (M05)', () => {
  test('an answer is planned in the ledger and goes on its way with its words kept here', () =>
    withTalk(async ({ db, hear, post, conversation }) => {
      const { body: heard } = await hear({ customer_id: 'ada', channel: 'sms', text: 'Where is my order?' });
      const path = `/v1/conversations/${heard.conversation_id}/replies`;
      const key = { headers: { 'Idempotency-Key': 'k1' } };
      const said = await post<Said>(path, { text: 'It left today.', by: 'ann' }, key);
      expect(said).toMatchObject({
        status: 202,
        body: { channel: 'sms', author: 'staff:ann', delivery: { state: 'planned' } },
      });
      expect((await post<Said>(path, { text: 'It left today.', by: 'ann' }, key)).body.id).toBe(said.body.id);
      expect(await db.touch.findMany()).toMatchObject([
        {
          message: 'conversation/reply',
          messageClass: 'service',
          topic: 'conversation',
          enrollmentId: null,
          journey: null,
        },
      ]);
      const outbox = await db.outbox.findMany({ where: { kind: 'errand' } });
      expect(outbox).toMatchObject([{ workflowId: `reply:${said.body.delivery!.touch_id}` }]);
      expect(JSON.stringify(outbox.map(({ payload }) => payload))).not.toContain('today');
      expect(await conversation('ada')).toMatchObject({ state: 'quiet' });
    }));

  test('an answer to a survey goes where the survey went; on social media it can only be recorded', () =>
    withTalk(async ({ hear, post, clock }) => {
      await hear({ customer_id: 'ada', channel: 'in-app', text: 'Hello, how does it work?' });
      clock.advance(MINUTE_MS);
      const { body: heard } = await hear({ customer_id: 'ada', channel: 'survey', text: 'The export is too slow.' });
      const path = `/v1/conversations/${heard.conversation_id}/replies`;
      expect((await post<Said>(path, { text: 'We are on it.' })).body).toMatchObject({ channel: 'in-app' });

      clock.advance(MINUTE_MS);
      await hear({ customer_id: 'ada', channel: 'social', source: 'social:x', text: 'Why is the export so slow?' });
      expect(await post(path, { text: 'We are on it.' })).toMatchObject({
        status: 409,
        body: { last_channel: 'social' },
      });
      const kept = await post<Said>(path, { text: 'We are on it.', said_elsewhere: true });
      expect(kept).toMatchObject({ status: 202, body: { channel: 'social', delivery: null } });
    }));

  test.each([
    'Please write to support@shop.example.',
    'Rufen Sie uns bitte an.',
    'Please call us instead.',
    'Senden Sie uns bitte eine E-Mail.',
  ])('nobody is sent to another channel (M08): %s', (text) =>
    withTalk(async ({ hear, post }) => {
      const { body: heard } = await hear({ customer_id: 'ada', channel: 'in-app', text: 'Where is my order?' });
      const said = await post(`/v1/conversations/${heard.conversation_id}/replies`, { text });
      const detail = expect.stringContaining('M08') as string;
      expect(said).toMatchObject({ status: 400, body: { errors: [{ pointer: '/text', detail }] } });
    }),
  );

  test.each([
    'It left today and arrives tomorrow.',
    'To check it I need your date of birth: please send it to us by email at care@shop.example.',
    'Dafür brauche ich Ihre Kontonummer. Bitte schreiben Sie uns per verschlüsselter E-Mail.',
  ])('but a private channel may be offered where personal data is needed (M09): %s', (text) =>
    withTalk(async ({ hear, post }) => {
      const { body: heard } = await hear({ customer_id: 'ada', channel: 'in-app', text: 'Where is my order?' });
      expect((await post(`/v1/conversations/${heard.conversation_id}/replies`, { text })).status).toBe(202);
    }),
  );
});

interface TalkWorld extends ApiWorld {
  readonly hear: (message: object) => Promise<Answered<Received>>;
  readonly conversation: (customer: string) => Promise<Conversation>;
}

/** An API with a customer: Ada, of Ann, with an address and a number. */
function withTalk(test: (world: TalkWorld) => Promise<void>, { triage }: { triage?: Triage } = {}): Promise<void> {
  const options = { startAt: start, ...(triage && { triage }) };
  return withApi(options, async (world) => {
    const { post, get } = world;
    let count = 0;
    await post('/v1/identify', {
      userId: 'ada',
      traits: { email: 'ada@example.com', phone: '+442079460000', owner: 'ann', name: 'Ada Byron' },
    });
    await test({
      ...world,
      hear: (message) =>
        post<Received>('/v1/inbound', { message_id: `m-${(count += 1)}`, ...message }, { role: 'ingest' }),
      conversation: async (customer) => (await get<Conversation>(`/v1/customers/${customer}/conversation`)).body,
    });
  });
}

const touchIdOf = (digit: string) => `0198aaaa-0000-7000-8000-00000000000${digit}`;

async function counts(db: ApiWorld['db']) {
  const [utterances, events, tasks] = await Promise.all([
    db.utterance.count(),
    db.event.count({ where: { type: 'customer.replied' } }),
    db.task.count(),
  ]);
  return { utterances, events, tasks };
}
