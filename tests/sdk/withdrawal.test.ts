import { addConsent } from '../../prisma/consents';
import { withWorld } from '../../testkit';

test('consent that is taken back drops a message at once that waits for its hour, and the journey goes on (X11)', () =>
  withWorld(async ({ db, now, customer, pass, carry }) => {
    const ada = await customer();
    const paused = new Date(now().getTime() + 5 * 86_400_000);
    const chosen = { channels: [], mostPerWeek: null, pausedUntil: paused, updatedAt: now() };
    await db.preference.create({ data: { customerId: ada.id, ...chosen } });
    await ada.enters('at-risk');
    await pass('1 hour');
    expect(await db.touch.findMany()).toMatchObject([{ state: 'deferred', deferredUntil: paused }]);

    const said = { channel: '*', topic: '*', state: 'withdrawn', basis: 'withdrawal', wording: null } as const;
    await addConsent(db, ada.id, { ...said, method: 'one_click', actor: null, at: now(), expiresAt: null }, now());
    expect(await carry()).toBe(1);
    await pass('1 minute');
    expect(await ada.story()).toEqual([expect.stringMatching(/^day 0: at-risk\/check-in .*consent_withdrawn/)]);
    expect(await db.enrollment.findMany()).toMatchObject([{ state: 'active', stage: 'checkIn' }]);
  }));
