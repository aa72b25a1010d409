import { createChannels } from '../../activities/channels/channels';
import { composeFrom } from '../../activities/touches/compose';
import { deliver, type DeliverDeps } from '../../activities/touches/deliver';
import { loadMessages } from '../../messages/catalog';
import { readCaptured } from '../../prisma/captured';
import { withDatabase } from '../support/database';
import { asking, createCustomer, ledgerOn, MORNING } from './world';

test('a message reaches each channel in the customer’s language, and is kept to be looked at while nothing is configured', () =>
  withDatabase(async ({ db }) => {
    const customerId = await createCustomer(db);
    await db.customer.update({ where: { id: customerId }, data: { locale: 'de-AT', name: 'Ada Lovelace' } });
    const messages = loadMessages();
    const sender = { productName: 'Acme', productUrl: 'https://app.acme.example', senderName: 'Ben' };
    const channels = createChannels({ nodeEnv: 'test', sendgrid: null, twilio: null }, { db });
    const deps: DeliverDeps = { ...ledgerOn(db, channels), messages, compose: composeFrom(messages, sender) };

    for (const primary of ['email', 'sms', 'in-app'] as const) {
      const request = asking(customerId, { message: 'at-risk/check-in', primary, fallback: [] });
      expect(await deliver(deps, request, MORNING)).toMatchObject({ verdict: 'sent', channel: primary });
    }
    const captured = await readCaptured(db, { limit: 10, customerId });
    const shown = Object.fromEntries(captured.map((one) => [one.channel, one]));
    expect(shown).toMatchObject({
      email: {
        recipient: 'Ada@example.com',
        subject: expect.stringContaining('Acme'),
        html: expect.stringContaining('Ada Lovelace'),
      },
      sms: { recipient: '+14155550123', subject: null, text: expect.stringContaining('ein Mensch liest mit') },
      'in-app': {
        recipient: null,
        customerName: 'Ada Lovelace',
        message: 'at-risk/check-in',
        action: { url: expect.stringContaining('acme') },
      },
    });
    expect(await readCaptured(db, { limit: 10, before: { at: MORNING, id: captured.at(-1)!.id } })).toEqual([]);
  }));
