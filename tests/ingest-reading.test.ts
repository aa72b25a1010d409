import fc from 'fast-check';
import { readItem, type IngestItem } from '../domain/ingest-item';
import { instantOf } from '../domain/instant';
import { storableJson } from '../domain/storable';
import { Prisma } from '../prisma/generated/client';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');

describe('clocks and text', () => {
  const readAt = (message: Record<string, unknown>, receivedAt = NOW) => {
    const { item } = readItem({ type: 'track', userId: 'ada', event: 'Logged In', ...message }, { receivedAt });
    return (item as Extract<IngestItem, { kind: 'event' }>).occurredAt.toISOString();
  };

  test('a wrong clock is corrected by the time of sending, and nothing happens in the future', () => {
    expect(readAt({ timestamp: '2026-03-02T08:00:00Z' })).toBe('2026-03-02T08:00:00.000Z');
    expect(readAt({ timestamp: '2025-01-01T10:00:00+02:00', sentAt: '2025-01-01T08:10:00Z' })).toBe(
      '2026-03-02T08:50:00.000Z',
    );
    expect(readAt({ originalTimestamp: '2026-03-01', sentAt: null })).toBe('2026-03-01T00:00:00.000Z');
    expect(readAt({ timestamp: '2026-03-02T09:00:05Z' })).toBe(NOW.toISOString());
    expect(readAt({ timestamp: '2026-03-02T10:00:00Z', sentAt: '2026-03-02T09:00:00Z' })).toBe(NOW.toISOString());
    expect(readAt({ timestamp: '1971-01-01', sentAt: '2090-01-01' })).toBe('1970-01-01T00:00:00.000Z');
    expect(readAt({})).toBe(NOW.toISOString());
  });

  test('every date that JavaScript writes is read back, and no day is made up', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }), (date) => {
        expect(instantOf(date.toISOString())).toEqual(date);
        const day = date.toISOString().slice(0, 10);
        expect(instantOf(day)?.toISOString().slice(0, 10)).toBe(day);
      }),
    );
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '0000-01-01',
      '1969-12-31',
      'yesterday',
      '2026-1-1',
      '2026-02-01T25:00:00Z',
      '',
    ]) {
      expect(instantOf(text)).toBeNull();
    }
  });

  test('an item of any depth is refused, not fallen over', () => {
    let nest: unknown = {};
    for (let depth = 0; depth < 100_000; depth += 1) nest = { nest };
    const verdict = readItem({ type: 'identify', userId: 'ada', traits: { nest } }, { receivedAt: NOW });
    expect(verdict.faults).toEqual([{ pointer: '', detail: 'is nested deeper than 32 levels' }]);
  });

  test('whatever text is sent, PostgreSQL keeps it', () =>
    withDatabase(async ({ db }) => {
      const values = fc.sample(fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }), { numRuns: 100, seed: 7 });
      const clean = [...values, 'a\0b', '\ud800', { '\0': '\udc00x' }].map((value) => storableJson(value));
      const [row] = await db.$queryRaw<{ kept: unknown }[]>(Prisma.sql`SELECT ${JSON.stringify(clean)}::jsonb AS kept`);
      expect(row?.kept).toEqual(JSON.parse(JSON.stringify(clean)));
    }));
});
