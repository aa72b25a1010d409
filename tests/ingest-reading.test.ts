import fc from 'fast-check';
import { eventMeantBy } from '../domain/event-hint';
import { eventCatalog } from '../domain/events';
import { readItem, type IngestItem } from '../domain/ingest-item';
import { newId, newIds } from '../domain/ids';
import { instantOf } from '../domain/instant';
import { jsonIsWithin } from '../domain/json-size';
import { storableJson } from '../domain/storable';
import { Prisma } from '../prisma/generated/client';
import { withDatabase } from './support/database';

const NOW = new Date('2026-03-02T09:00:00.000Z');

describe('names of events', () => {
  test('a slip of the keyboard and another way of writing lead to the event that was meant', () => {
    const slips: Readonly<Record<string, string>> = {
      'usage.droped': 'usage.dropped',
      'usage.dorpped': 'usage.dropped',
      usage_dropped: 'usage.dropped',
      UsageDropped: 'usage.dropped',
      'USAGE DROPPED': 'usage.dropped',
      'Loged In': 'customer.logged_in',
      'customer.login': 'customer.logged_in',
      'user.signed_up': 'customer.signed_up',
      signup: 'customer.signed_up',
      'Order Complete': 'order.completed',
      'ticket.open': 'ticket.opened',
      'subscription.canceld': 'subscription.cancelled',
      'teammates.invited': 'teammate.invited',
    };
    expect(Object.keys(slips).map((name) => [name, eventMeantBy(name)])).toEqual(Object.entries(slips));
  });

  test('names that are known, and names that backends have for other things, lead nowhere', () => {
    expect(Object.keys(eventCatalog).filter(eventMeantBy)).toEqual([]);
    // From Segment's specifications of shops, applications, email and business software, and what lies near our own names.
    const others = `Products Searched, Product List Viewed, Product Viewed, Product Added, Product Removed, Cart Viewed, Checkout Started,
      Checkout Step Completed, Order Updated, Order Refunded, Order Cancelled, Coupon Applied, Signed Out, Logged Out, Trial Started,
      Account Removed User, Application Opened, Application Crashed, Email Opened, Email Link Clicked, Unsubscribed, Deactivated,
      Reactivated, Ticket Reopened, Ticket Updated, Subscription Paused, Subscription Started, Review Reposted, Report Posted, Report Exported,
      Usage Increased, Referral Sent, Teammate Removed, Teammate Uninvited, Task Completed, Video Completed, Message Opened, Applied, Returned,
      Login Failed, Invite Accepted, Invite Resent, Value Created, Customer, x, 日本語, constructor, __proto__, ${'a'.repeat(255)}`;
    expect(others.split(/,\s*/).filter(eventMeantBy)).toEqual([]);
  });
});

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

  test('what is let through without being measured is never larger than it may be', () => {
    const value = fc.jsonValue({ stringUnit: 'binary', depthSize: 'large' });
    const limit = fc.integer({ min: 0, max: 4_000 });
    fc.assert(
      fc.property(value, limit, (said, most) => {
        const text = JSON.stringify(said);
        expect(Buffer.byteLength(text) <= most || !jsonIsWithin(JSON.parse(text), most)).toBe(true);
      }),
    );
    expect(jsonIsWithin({ userId: 'ada', properties: { plan: 'team', seats: [1, 2, 3] } }, 1_000)).toBe(true);
  });

  test('ids of one instant are all different and sort as they were made', () => {
    const ids = [...newIds(NOW, 3_000), ...Array.from({ length: 3_000 }, () => newId(NOW)), ...newIds(NOW, 3_000)];
    expect(new Set(ids).size).toBe(9_000);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every((id) => /^019cadc6-9a80-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
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
