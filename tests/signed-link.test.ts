import { v7 as uuid } from 'uuid';
import fc from 'fast-check';
import { pageUrl, publicSettings } from '../domain/public-pages';
import { readLink, signLink, type SignedLink } from '../domain/signed-link';

const NOW = new Date('2026-03-02T09:00:00Z');
const KEY = 'a key of this test';

const id = fc.uuid();
const link: fc.Arbitrary<SignedLink> = fc.oneof(
  fc.record({ kind: fc.constant('preferences' as const), customerId: id }),
  fc.record({
    kind: fc.constant('unsubscribe' as const),
    customerId: id,
    touchId: id,
    channel: fc.constantFrom('email', 'sms'),
    topic: fc.string(),
    purpose: fc.constant('marketing'),
  }),
  fc.record({ kind: fc.constant('click' as const), touchId: id, url: fc.webUrl({ withQueryParameters: true }) }),
  fc.record({ kind: fc.constant('help' as const), customerId: id, touchId: fc.constant('') }),
);

describe('a signed link', () => {
  test('says what it was signed for, and fits into an address as it is', () => {
    fc.assert(
      fc.property(link, (one) => {
        const token = signLink(KEY, one, null);
        expect(token).toMatch(/^[\w-]+$/);
        expect(readLink(KEY, token, NOW)).toEqual({ state: 'valid', link: one });
      }),
    );
  });

  test('with any bit changed, cut short or made longer, or signed with another key, is forged', () => {
    const token = signLink(KEY, { kind: 'why', touchId: uuid() }, null);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(readLink(KEY, changed.toString('base64url'), NOW)).toEqual({ state: 'forged' });
    }
    for (const other of [
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      '',
      'x',
      'a'.repeat(100_000),
      signLink('another', { kind: 'why', touchId: uuid() }, null),
    ])
      expect(readLink(KEY, other, NOW)).toEqual({ state: 'forged' });
  });

  test('ends at its time, and says so', () => {
    const end = new Date('2026-03-03T00:00:00Z');
    const token = signLink(KEY, { kind: 'preferences', customerId: uuid() }, end);
    expect(readLink(KEY, token, new Date(end.getTime() - 1))).toMatchObject({ state: 'valid' });
    expect(readLink(KEY, token, end)).toMatchObject({ state: 'expired', link: { kind: 'preferences' } });
  });

  test('is still read while its key is being changed', () => {
    const token = signLink('the old key', { kind: 'why', touchId: uuid() }, null);
    expect(readLink(['the new key', 'the old key'], token, NOW)).toMatchObject({ state: 'valid' });
    expect(readLink(['the new key'], token, NOW)).toEqual({ state: 'forged' });
  });

  test('is short enough for a text message', () => {
    const help = signLink(KEY, { kind: 'help', customerId: uuid(), touchId: uuid() }, null);
    expect(help.length).toBeLessThanOrEqual(71);
  });
});

test('pages have their address from the configuration, and their key from the hash key unless there is one', () => {
  const env = { PORT: 3000, PERENNIAL_PRODUCT_NAME: 'Acme', PERENNIAL_PRODUCT_URL: 'https://acme.example' };
  const here = publicSettings({ ...env, PERENNIAL_HASH_KEY: 'a hash key of a machine' });
  expect(here.links.baseUrl).toBe('http://localhost:3000');
  expect(here.links.keys).not.toContain('a hash key of a machine');
  const there = publicSettings({
    ...env,
    PERENNIAL_PUBLIC_URL: 'https://go.acme.example/',
    PERENNIAL_LINK_KEY: ['new', 'old'],
  });
  expect(there.links).toEqual({ baseUrl: 'https://go.acme.example', keys: ['new', 'old'] });
  expect(pageUrl(there.links, { kind: 'why', touchId: uuid() })).toMatch(/^https:\/\/go\.acme\.example\/c\/w\/[\w-]+$/);
});
