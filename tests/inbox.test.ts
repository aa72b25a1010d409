import fc from 'fast-check';
import type { HeardEvent } from '../domain/journey';
import { Inbox } from '../workflows/sdk/inbox';

const heard = (eventId: string, type = 'customer.replied'): HeardEvent => ({ eventId, type, occurredAt: 0, data: {} });
const replies = (event: HeardEvent) => event.type === 'customer.replied';

test('a repeated event id changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (ids) => {
      const inbox = new Inbox();
      const taken = ids.filter((id) => inbox.add(heard(String(id))));
      expect(taken).toEqual([...new Set(ids)]);
    }),
  );
});

test('an answer that arrives while the message is being sent is not missed', () => {
  const inbox = new Inbox();
  inbox.add(heard('before the touch'));
  inbox.mark();
  inbox.add(heard('during the touch'));
  expect(inbox.search(replies)()?.eventId).toBe('during the touch');
});

test('what one wait consumed is not found by the next', () => {
  const inbox = new Inbox([heard('a'), heard('x', 'customer.logged_in'), heard('b')]);
  const first = inbox.search(replies)()!;
  inbox.consume(first);
  expect(inbox.search(replies)()?.eventId).toBe('b');
});

test('a search goes on where it stopped, and finds what comes later', () => {
  const inbox = new Inbox();
  const search = inbox.search(replies);
  expect(search()).toBeUndefined();
  inbox.add(heard('x', 'customer.logged_in'));
  expect(search()).toBeUndefined();
  inbox.add(heard('a'));
  inbox.add(heard('b'));
  expect(search()?.eventId).toBe('a');
  expect(search()?.eventId).toBe('a');
});

test('the next stage inherits what nobody consumed, and the ids seen', () => {
  const inbox = new Inbox([heard('a'), heard('b')], ['a', 'b']);
  inbox.consume(inbox.search(replies)()!);
  const { inbox: events, seen } = inbox.carried();
  const next = new Inbox(events, seen);
  expect(next.search(replies)()?.eventId).toBe('b');
  expect(next.add(heard('a'))).toBe(false);
});

test('the ids seen stay bounded over any number of events', () => {
  const inbox = new Inbox();
  for (let i = 0; i < 5_000; i++) inbox.add(heard(String(i)));
  expect(inbox.carried().seen.length).toBeLessThanOrEqual(500);
  expect(inbox.add(heard('4999'))).toBe(false);
});
