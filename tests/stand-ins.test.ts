import { startSendgrid } from '../standins/sendgrid';
import { startTwilio } from '../standins/twilio';

const MAIL = {
  personalizations: [{ to: [{ email: 'ada@example.com' }], custom_args: {} }],
  from: { email: 'care@shop.example' },
  subject: 'Hello',
  content: [{ type: 'text/plain', value: 'Hello' }],
};

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const form = body instanceof URLSearchParams;
  return fetch(url, { method: 'POST', body: form ? body : JSON.stringify(body), headers });
}

describe('a stand-in for SendGrid', () => {
  test('speaks its protocol: accepts good mail, refuses bad keys and faulty mail, and keeps what it took', async () => {
    const standin = await startSendgrid({ apiKey: 'SG.one' });
    const send = (body: unknown, key = 'SG.one') =>
      post(`${standin.url}/v3/mail/send`, body, { authorization: `Bearer ${key}` });
    try {
      const accepted = await send(MAIL);
      expect([accepted.status, accepted.headers.get('x-message-id')]).toEqual([202, standin.accepted[0]?.id]);
      expect((await send(MAIL, 'SG.other')).status).toBe(401);
      const faulty = await send({ ...MAIL, personalizations: [{ to: [{ email: 'ada' }] }] });
      expect([faulty.status, await faulty.json()]).toEqual([
        400,
        {
          errors: [
            { message: 'Does not contain a valid address.', field: 'personalizations.0.to.0.email', help: null },
          ],
        },
      ]);
      expect((await send('no mail at all')).status).toBe(400);
      expect((await fetch(`${standin.url}/v3/other`)).status).toBe(404);
      const scopes = (key: string) =>
        fetch(`${standin.url}/v3/scopes`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
      expect([await scopes('SG.one'), await scopes('SG.other')]).toEqual([200, 401]);
      expect(standin.accepted).toMatchObject([{ to: 'ada@example.com', subject: 'Hello', text: 'Hello' }]);
    } finally {
      await standin.stop();
    }
  });

  test('is told over HTTP how to fail, for tests in any language', async () => {
    const standin = await startSendgrid();
    const send = () => post(`${standin.url}/v3/mail/send`, MAIL, { authorization: 'Bearer SG.any' });
    const tell = (fault: unknown, times?: number) => post(`${standin.url}/_standin/fail`, { fault, times });
    try {
      expect((await tell({ kind: 'status', status: 429, retryAfter: 3 }, 2)).status).toBe(204);
      await tell({ kind: 'status', status: 500, accepted: true });
      const answers = [await send(), await send(), await send(), await send()];
      expect(answers.map(({ status }) => status)).toEqual([429, 429, 500, 202]);
      expect(answers[0]?.headers.get('retry-after')).toBe('3');
      expect(await (await fetch(`${standin.url}/_standin/accepted`)).json()).toHaveLength(2);

      await tell({ kind: 'reset' });
      await expect(send()).rejects.toThrow('fetch failed');
      await tell({ kind: 'garbage' });
      await expect(send()).rejects.toThrow('fetch failed');
      await tell({ kind: 'hang' });
      await expect(post(`${standin.url}/_standin/reset`, {}).then(send)).resolves.toMatchObject({ status: 202 });
      expect(standin.accepted).toHaveLength(1);
      expect((await tell({ kind: 'explode' })).status).toBe(400);
    } finally {
      await standin.stop();
    }
  });
});

describe('a stand-in for Twilio', () => {
  test('speaks its protocol: accepts good texts, and refuses the rest with its codes', async () => {
    const standin = await startTwilio({ authToken: 'token' });
    const send = (form: Record<string, string>, token = 'token') =>
      post(`${standin.url}/2010-04-01/Accounts/AC1/Messages.json`, new URLSearchParams(form), {
        authorization: `Basic ${Buffer.from(`AC1:${token}`).toString('base64')}`,
      });
    const good = { To: '+14155550123', From: '+14155550100', Body: 'Hello' };
    try {
      const accepted = await send(good);
      expect([accepted.status, await accepted.json()]).toMatchObject([
        201,
        { sid: standin.accepted[0]?.sid, status: 'queued' },
      ]);
      const codes = [];
      for (const bad of [{ To: 'ada' }, { Body: '' }, { From: '' }]) {
        codes.push(((await (await send({ ...good, ...bad })).json()) as { code: number }).code);
      }
      expect(codes).toEqual([21211, 21602, 21603]);
      expect([(await send(good, 'other')).status, standin.accepted.length]).toEqual([401, 1]);
      const authorization = `Basic ${Buffer.from('AC1:token').toString('base64')}`;
      const itself = await fetch(`${standin.url}/2010-04-01/Accounts/AC1.json`, { headers: { authorization } });
      expect(await itself.json()).toMatchObject({ sid: 'AC1', status: 'active' });

      standin.fail({ kind: 'status', status: 400, code: 21610 });
      expect(await (await send(good)).json()).toMatchObject({ code: 21610, status: 400 });
    } finally {
      await standin.stop();
    }
  });
});
