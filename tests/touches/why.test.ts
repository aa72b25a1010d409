import { createChannels } from '../../activities/channels/channels';
import { deliver } from '../../activities/touches/deliver';
import { touchRoutes } from '../../api/routes/touches';
import { withApi } from '../support/http';
import { asking, createCustomer, ledgerOn, minutesAfter, MORNING } from './world';

test('whoever asks why a customer was reached as they were sees every rule and every call, but no address', () =>
  withApi({ routes: touchRoutes }, async ({ db, get }) => {
    const deps = ledgerOn(db, createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db }));
    const request = asking(await createCustomer(db, { grant: false }), { primary: 'sms', fallback: ['email'] });
    const { touchId } = await deliver(deps, request, MORNING);

    const { status, body, text } = await get(`/v1/touches/${touchId}`, { role: 'operate' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: touchId,
      customer_id: request.customerId,
      message: 'lifecycle',
      class: 'lifecycle',
      state: 'accepted',
      channel: 'email',
      planned_at: minutesAfter(0).toISOString(),
      attempts: [{ channel: 'email', provider: 'capture', state: 'accepted', code: null }],
    });
    expect(body['verdicts']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'sms', rule: 'consent', pass: false, reason: 'consent_missing' }),
        expect.objectContaining({ channel: 'email', rule: 'consent', pass: true, reason: 'ok' }),
      ]),
    );
    expect(text).not.toMatch(/example\.com|555/i);
    expect((await get('/v1/touches/0195a000-0000-7000-8000-000000000000')).status).toBe(404);
  }));
