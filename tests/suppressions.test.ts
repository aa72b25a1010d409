import { suppressionRoutes } from '../api/routes/suppressions';
import { addressHashWith } from '../domain/address-hash';
import { scopeFor, scopeText, suppressedBy, type SuppressedAddress } from '../domain/policy/suppression';
import { suppressAddress } from '../prisma/suppressions';
import { withApi } from './support/http';

const NOW = new Date('2026-03-02T09:00:00Z');

interface Listed {
  readonly data: readonly {
    readonly id: string;
    readonly reason: string;
    readonly classes: readonly string[] | null;
  }[];
  readonly next_cursor: string | null;
}

describe('a suppression', () => {
  const row = (scope: string): SuppressedAddress => {
    return { channel: 'email', addressHash: 'h', reason: 'complaint', scope, expiresAt: null };
  };

  test('holds for what it says: a complaint about marketing leaves receipts alone', () => {
    const complaint = row(scopeText(scopeFor('complaint')));
    const of = (messageClass: 'marketing' | 'transactional', rows = [complaint]) =>
      suppressedBy(rows, { channel: 'email', addressHash: 'h', messageClass }, NOW);
    expect([of('marketing'), of('transactional')]).toEqual(['complaint', null]);
    expect(of('transactional', [row(scopeText(scopeFor('hard_bounce')))])).toBe('complaint');
  });

  test('that is made again is renewed, and never holds for less', () =>
    withApi({ routes: suppressionRoutes }, async ({ db }) => {
      const of = { channel: 'email', addressHash: 'h', reason: 'manual', at: NOW } as const;
      await suppressAddress(db, { ...of, scope: ['survey'], source: 'ann' });
      expect(await suppressAddress(db, { ...of, scope: ['marketing'] })).toMatchObject({
        scope: 'marketing,survey',
        source: 'ann',
      });
      await suppressAddress(db, { ...of, scope: '*' });
      expect(await suppressAddress(db, { ...of, scope: ['survey'] })).toMatchObject({ scope: '*' });
      expect(await db.suppression.count()).toBe(1);
    }));
});

describe('suppressions over the API', () => {
  test('are made, found by the address they are for, and lifted by an administrator, and every hand is written down', () =>
    withApi({ routes: suppressionRoutes }, async ({ db, get, post, send }) => {
      const made = await post('/v1/suppressions', {
        channel: 'email',
        address: 'Ada@Example.com',
        note: 'asked by phone',
      });
      expect([made.status, made.body]).toMatchObject([
        201,
        { reason: 'manual', classes: null, source: 'key:admin key' },
      ]);
      expect(made.body['address_hash']).toBe(addressHashWith('a secret of this test')('email', 'ada@example.com'));
      await post('/v1/suppressions', {
        channel: 'sms',
        address: '+14155550123',
        reason: 'legal',
        classes: ['marketing'],
        note: 'letter',
      });

      const found = (await get<Listed>('/v1/suppressions?address=ada%40example.com')).body.data;
      expect(found.map(({ id }) => id)).toEqual([made.body['id']]);
      expect((await get<Listed>('/v1/suppressions?channel=sms&reason=legal')).body.data).toMatchObject([
        { classes: ['marketing'] },
      ]);
      const first = (await get<Listed>('/v1/suppressions?limit=1')).body;
      const second = (await get<Listed>(`/v1/suppressions?limit=1&cursor=${first.next_cursor}`)).body;
      expect([first.data[0]!.id, second.data[0]!.id].toSorted()).toEqual((await ids()).toSorted());

      const path = `/v1/suppressions/${String(made.body['id'])}`;
      expect((await send('DELETE', `${path}?note=wrong%20person`, undefined, { role: 'operate' })).status).toBe(403);
      expect((await send('DELETE', path)).status).toBe(400);
      expect((await send('DELETE', `${path}?note=wrong%20person`)).status).toBe(204);
      expect((await send('DELETE', `${path}?note=wrong%20person`)).status).toBe(404);

      const log = await db.auditEntry.findMany({ orderBy: { seq: 'asc' } });
      expect(log.map(({ action, actor }) => [action, actor])).toEqual([
        ['suppression.added', 'admin key'],
        ['suppression.added', 'admin key'],
        ['suppression.lifted', 'admin key'],
      ]);
      expect(log[2]!.detail).toMatchObject({ reason: 'manual', note: 'wrong person' });
      expect(JSON.stringify([log.map(({ detail }) => detail), await db.suppression.findMany()])).not.toMatch(
        /example\.com|5550123/i,
      );

      async function ids(): Promise<string[]> {
        return (await db.suppression.findMany()).map(({ id }) => id);
      }
    }));

  test.each<[object, string]>([
    [{ address: 'not an address' }, '/address'],
    [{ channel: 'in-app' }, '/channel'],
    [{ reason: 'complaint' }, '/reason'],
    [{ note: '' }, '/note'],
    [{ expires_at: '2026-03-01T00:00:00Z' }, '/expires_at'],
  ])('refuses what makes no sense, as %p', (fault, pointer) =>
    withApi({ routes: suppressionRoutes }, async ({ db, post }) => {
      const good = { channel: 'email', address: 'ada@example.com', note: 'asked by phone' };
      const { status, body } = await post('/v1/suppressions', { ...good, ...fault });
      expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
      expect(await db.suppression.count()).toBe(0);
    }),
  );
});
