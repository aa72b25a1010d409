import type { ChannelAdapter } from '../../activities/channels/channel';
import type { DeliverDeps } from '../../activities/touches/deliver';
import { createProcessor } from '../../api/webhooks/processor';
import type { Channel, MessageClass } from '../../domain/channel';
import { eraseNow, finishErasures } from '../../prisma/privacy/erasures';
import { storeProviderEvents } from '../../prisma/provider-events';
import { asking, MORNING, minutesAfter, withTouchWorld, type TouchWorld } from '../touches/world';

const CLASSES: readonly MessageClass[] = ['marketing', 'lifecycle', 'service', 'transactional', 'critical'];

/** Erases, at an instant of the morning. */
function erase({ db, deps: { addressHash } }: TouchWorld, customerId: string) {
  return eraseNow({ db, addressHash }, { customerId, by: 'an admin', requestId: null }, MORNING);
}

/** The same channels, with something done right before one of them is called. */
function before(deps: DeliverDeps, channel: Channel, act: () => Promise<unknown>): DeliverDeps {
  const adapter = deps.channels.get(channel)!;
  const acting: ChannelAdapter = {
    ...adapter,
    async send(dispatch) {
      await act();
      return adapter.send(dispatch);
    },
  };
  return { ...deps, channels: new Map([...deps.channels, [channel, acting]]) };
}

describe('A customer who is erased while a message is on its way (F11)', () => {
  test.each(CLASSES)('after the gate has let it pass gets none of it, by any channel: %s', (messageClass) =>
    withTouchWorld(async (world) => {
      const { db, deps, deliver, customer, sent } = world;
      const customerId = await customer();
      const compose: typeof deps.compose = async (given) => {
        await erase(world, customerId);
        return deps.compose(given);
      };
      const request = asking(customerId, { class: messageClass });
      const refused = { verdict: 'suppressed', reason: 'erased' };
      expect(await deliver(request, 0, { ...deps, compose })).toMatchObject(refused);
      expect(await deliver(asking(customerId, { class: messageClass }), 1)).toMatchObject(refused);
      expect(await sent()).toEqual({ email: 0, sms: 0, push: 0, 'in-app': 0 });
      expect(await db.attempt.findMany()).toMatchObject([{ channel: 'email', state: 'released' }]);
      expect(await db.timelineItem.count()).toBe(0);
    }),
  );

  test('at the very moment of its entry into our own inbox gets none either', () =>
    withTouchWorld(async (world) => {
      const { db, deps, deliver, customer } = world;
      const customerId = await customer();
      const request = asking(customerId, { primary: 'in-app', fallback: [] });
      const late = before(deps, 'in-app', () => erase(world, customerId));
      await expect(deliver(request, 0, late)).rejects.toMatchObject({ accepted: 'no' });
      expect(await deliver(request, 1)).toMatchObject({ verdict: 'suppressed', reason: 'erased' });
      expect(await db.inAppMessage.count()).toBe(0);
    }));

  test('when it is at the provider already is in the ledger with what became of it, and reports of it are not kept', () =>
    withTouchWorld(async (world) => {
      const { db, deps, deliver, customer, sendgrid } = world;
      const customerId = await customer();
      const late = before(deps, 'email', () => erase(world, customerId));
      expect(await deliver(asking(customerId), 0, late)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(sendgrid.accepted).toHaveLength(1);
      const [touch] = await db.touch.findMany();
      expect(touch).toMatchObject({ state: 'accepted', channel: 'email' });

      const body = {
        event: 'bounce',
        type: 'bounce',
        email: 'ada@example.com',
        touch_id: touch!.id,
        timestamp: 1,
        sg_event_id: 'e',
      };
      const report = { provider: 'sendgrid', dedupeKey: 'e', kind: 'delivery', touchId: touch!.id, body } as const;
      await storeProviderEvents(db, [report], MORNING);
      const processor = createProcessor({
        db,
        now: () => minutesAfter(1),
        log: { warn: fail, error: fail } as never,
        journeys: [],
        addressHash: deps.addressHash,
        replyKeys: ['a key'],
        onUnderstood: () => undefined,
        wakeRelay: () => undefined,
      });
      expect(await processor.drain()).toBe(1);
      expect([await db.providerEvent.count(), await db.touchSignal.count(), await db.timelineItem.count()]).toEqual([
        0, 0, 0,
      ]);
      expect(await finishErasures({ db, addressHash: deps.addressHash }, minutesAfter(2))).toBe(1);
    }));

  test('is erased once, and after each of many touches at the same time nothing more goes out', () =>
    withTouchWorld(async (world) => {
      const { db, deliver, customer, sent } = world;
      const customerId = await customer();
      const touches = Array.from({ length: 12 }, () => deliver(asking(customerId, { class: 'transactional' })));
      const [erased] = await Promise.all([
        erase(world, customerId),
        ...touches.map((touch) => touch.catch(() => null)),
      ]);
      expect(erased.outcome).toMatchObject({ erasedBy: 'an admin' });
      const before = await sent();
      const keys = await db.touch.findMany({ select: { key: true } });
      for (const { key } of keys)
        await deliver(asking(customerId, { class: 'transactional', key }), 5).catch(() => null);
      expect(await sent()).toEqual(before);
      expect(await db.timelineItem.count()).toBe(0);
      expect(await db.inAppMessage.count()).toBe(0);
    }));
});

function fail(fields: object, text: string): never {
  throw new Error(`${text}: ${JSON.stringify(fields)}`);
}
