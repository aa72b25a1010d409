import { inflateRawSync, crc32 } from 'node:zlib';
import { request } from 'node:http';
import { createChannels } from '../../activities/channels/channels';
import { makeRounds } from '../../activities/rounds/make';
import { placeWish } from '../../api/public/wishes';
import { addressHashWith } from '../../domain/address-hash';
import { DAY_MS } from '../../domain/duration';
import { WISH_MESSAGES } from '../../domain/privacy';
import { withWorld } from '../../testkit';
import { TEST_LINKS, type ApiWorld } from '../support/http';
import { withVisitor, type Visitor } from '../public/visitor';

const page = ({ path, customerId }: Visitor) => path({ kind: 'preferences', customerId });
const form = (fields: Record<string, string>) => new URLSearchParams(fields);

function rounds({ db, clock }: ApiWorld): Promise<void> {
  const channels = createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db });
  return makeRounds({ db, channels, addressHash: addressHashWith('a secret of this test') }, clock.now());
}

describe('A copy of the data (GDPR articles 15 and 20)', () => {
  test('is for admins, has every table, and a link to the same as an archive; each time stands in the audit log', () =>
    withVisitor(async ({ db, post, url, customerId, key }) => {
      expect((await post(`/v1/customers/${customerId}/export`, {}, { role: 'operate' })).status).toBe(403);
      const headers = { 'Idempotency-Key': 'once' };
      const { status, body } = await post<Copy>(`/v1/customers/${customerId}/export`, {}, { headers });
      expect(status).toBe(200);
      expect(body.tables['customers']).toMatchObject([{ name: 'Ada Lovelace', email: 'ada@example.com' }]);
      expect(body.tables['touches']).toHaveLength(1);

      const files = unzip(await download(url + new URL(body.download_url).pathname));
      expect([...files.keys()]).toEqual(expect.arrayContaining(['README.txt', 'data.json', 'customers.csv']));
      expect(files.get('customers.csv')).toMatch(/^.*email.*\r\n.*ada@example\.com.*\r\n$/);
      expect(JSON.parse(files.get('data.json')!)).toMatchObject({ customerId, tables: { customers: [{}] } });

      const again = await post<Copy>(`/v1/customers/${customerId}/export`, {}, { headers });
      expect(again.body).toMatchObject({ request_id: body.request_id, tables: {} });
      expect(await db.idempotencyKey.findMany({ where: { body: { contains: 'Ada' } } })).toEqual([]);
      expect(
        (await db.auditEntry.findMany({ where: { action: 'privacy.exported' } })).map(({ actor }) => actor),
      ).toEqual(['admin key', 'customer']);
      expect(key('admin')).toBeTruthy();
    }));

  test('goes to the address on file and not to whoever holds a link, and the wish is met when it has arrived', () =>
    withVisitor(async (visitor) => {
      const { db, visit, clock } = visitor;
      const { text } = await visit('POST', page(visitor), form({ do: 'export' }));
      expect(text).not.toContain('/c/d/');
      expect(await db.touch.findMany({ where: { message: WISH_MESSAGES.export } })).toMatchObject([
        { state: 'planned', messageClass: 'transactional' },
      ]);
      expect(await db.outbox.findMany()).toMatchObject([{ kind: 'errand', payload: { errand: 'notice' } }]);
      await rounds(visitor);
      expect(await db.privacyRequest.count({ where: { doneAt: null } })).toBe(1);
      const sent = { state: 'delivered', channel: 'email', sentAt: clock.now() };
      await db.touch.updateMany({ where: { message: WISH_MESSAGES.export }, data: sent });
      await rounds(visitor);
      expect(await db.privacyRequest.findMany()).toMatchObject([
        { doneAt: clock.now(), outcome: { linkSentBy: 'email' } },
      ]);
      await visit('POST', page(visitor), form({ do: 'export' }));
      expect(await db.privacyRequest.count()).toBe(1);
    }));

  test('opens by its own link alone, for a week, and not by a GET', () =>
    withVisitor(async ({ visit, path, clock, post, customerId }) => {
      const { body } = await post<Copy>(`/v1/customers/${customerId}/export`);
      const to = path({ kind: 'copy', requestId: body.request_id }, new Date(clock.now().getTime() + 7 * DAY_MS));
      const shown = await visit('GET', to);
      expect([shown.status, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(shown.text).not.toContain('Lovelace');
      expect((await visit('POST', path({ kind: 'preferences', customerId }).replace('/c/p/', '/c/d/'))).status).toBe(
        404,
      );
      expect((await visit('POST', path({ kind: 'copy', requestId: customerId }))).status).toBe(410);
      clock.advance(8 * DAY_MS);
      expect((await visit('POST', to)).status).toBe(410);
    }));
});

describe('A wish to be erased that came by a page', () => {
  test('is carried out by itself after a week, unless it was called off', () =>
    withVisitor(async (visitor) => {
      const { db, visit, clock, customerId } = visitor;
      await visit('POST', page(visitor), form({ do: 'erase', sure: 'yes' }));
      clock.advance(7 * DAY_MS - 1);
      await rounds(visitor);
      expect((await db.customer.findUniqueOrThrow({ where: { id: customerId } })).email).toBe('ada@example.com');
      clock.advance(1);
      await rounds(visitor);
      expect(await db.customer.findUniqueOrThrow({ where: { id: customerId } })).toMatchObject({
        email: null,
        name: null,
        erasedAt: clock.now(),
      });
      expect((await visit('GET', page(visitor))).status).toBe(410);
      clock.advance(10 * 60_000);
      await rounds(visitor);
      expect(await db.privacyRequest.findMany()).toMatchObject([{ doneAt: clock.now() }]);
    }));

  test('is told to the address on file, with the day and the way back', () =>
    withWorld(
      async ({ db, customer, pass, now }) => {
        const ada = await customer({ email: 'ada@example.com' });
        for (const kind of ['erase', 'export'] as const)
          await placeWish({ db, wakeRelay: () => undefined }, { customerId: ada.id, kind, requestId: 'r' }, now());
        await pass('1 minute');
        const mails = await db.capturedMessage.findMany({ orderBy: { subject: 'desc' } });
        expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
          ['ada@example.com', 'We were asked to erase your data'],
          ['ada@example.com', 'The copy of your data that you asked for'],
        ]);
        expect(mails[0]!.text).toMatch(/it happens on \w+ \d+, \d{4}|it happens on \d+ \w+ \d{4}/);
        expect(mails[0]!.text).toContain('/c/p/');
        expect(mails[1]!.text).toContain('/c/d/');
      },
      { links: TEST_LINKS },
    ));
});

test('wishes are listed with their dates; one that nobody meets becomes an alarm a week before, and a critical one after', () =>
  withVisitor(async (visitor) => {
    const { db, get, post, visit, clock, customerId } = visitor;
    await db.customer.update({ where: { id: customerId }, data: { email: null, phone: null } });
    await visit('POST', page(visitor), form({ do: 'export' }));
    const { body } = await get<{ data: { id: string; state: string; due_at: string }[] }>(
      '/v1/privacy-requests?state=open',
    );
    expect(body.data).toMatchObject([
      { kind: 'export', by: 'customer', state: 'open', due_at: '2026-04-01T09:00:00.000Z' },
    ]);
    const alarms = async () =>
      (await db.alarm.findMany({ where: { kind: { startsWith: 'privacy' }, endedAt: null } })).map(
        ({ kind, level }) => [kind, level],
      );
    clock.advance(20 * DAY_MS);
    await rounds(visitor);
    expect(await alarms()).toEqual([]);
    clock.advance(4 * DAY_MS);
    await rounds(visitor);
    expect(await alarms()).toEqual([['privacy_due', 'warning']]);
    clock.advance(7 * DAY_MS);
    await rounds(visitor);
    expect(await alarms()).toEqual([['privacy_overdue', 'critical']]);
    await post(`/v1/customers/${customerId}/export`);
    expect(await alarms()).toEqual([]);
    expect((await get<{ data: unknown[] }>('/v1/privacy-requests?state=open')).body.data).toEqual([]);
    expect((await get<{ data: unknown[] }>('/v1/privacy-requests?state=done')).body.data).toHaveLength(1);
  }));

test('staff erase at once, or refuse with a reason while it is not too late; a later ask of the API finds nobody', () =>
  withVisitor(async (visitor) => {
    const { db, get, post, visit, customerId } = visitor;
    await visit('POST', page(visitor), form({ do: 'erase', sure: 'yes' }));
    const [wish] = await db.privacyRequest.findMany();
    const refusal = `/v1/privacy-requests/${wish!.id}/refusal`;
    expect((await post(refusal, { because: 'open invoice' })).body).toMatchObject({ state: 'done' });
    expect((await post(refusal, { because: 'open invoice' })).status).toBe(409);
    expect((await post(`/v1/customers/${customerId}/erasure`, {}, { role: 'operate' })).status).toBe(403);
    expect(await post(`/v1/customers/${customerId}/erasure`)).toMatchObject({
      status: 202,
      body: { state: 'under_way' },
    });
    expect((await post(`/v1/customers/${customerId}/erasure`)).status).toBe(404);
    for (const path of ['', '/timeline', '/why?journey=at-risk']) {
      expect((await get(`/v1/customers/${customerId}${path}`)).status).toBe(404);
    }
    expect((await get(`/v1/customers/${customerId}/consents/verify`)).status).toBe(200);
  }));

interface Copy {
  readonly request_id: string;
  readonly download_url: string;
  readonly tables: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

function download(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    });
    sent.on('error', reject).end();
  });
}

/** Reads an archive by its central directory, as programs do, and checks every sum. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [sum, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(at + place)) as [
      number,
      number,
      number,
    ];
    const label = archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, at + 46 + label).toString();
    const start = archive.readUInt32LE(at + 42) + 30 + label;
    const text = inflateRawSync(archive.subarray(start, start + packed));
    expect([text.length, crc32(text)]).toEqual([size, sum]);
    files.set(name, text.toString());
    at += 46 + label;
  }
  return files;
}
