import { composeFrom } from '../../activities/touches/compose';
import { readLink, type SignedLink } from '../../domain/signed-link';
import { loadMessages } from '../../messages/catalog';
import { isFirstText } from '../../prisma/first-text';
import { addConsent } from '../../prisma/consents';
import { asking, minutesAfter, MORNING, withTouchWorld, type TouchWorld } from './world';

const LINKS = { baseUrl: 'https://engage.acme.example', keys: ['a link key of this test'] } as const;
const SENDER = {
  productName: 'Acme',
  productUrl: 'https://app.acme.example',
  senderName: 'Ben',
  postalAddress: '1 Main Street, Springfield',
};

describe('a message that leaves', () => {
  test('by email carries one-click unsubscribing in its head, and below it a person, the reason, the choices and an address', () =>
    withTouchWorld(async (world) => {
      const customerId = await world.customer();
      const { touchId } = await send(world, asking(customerId, { message: 'at-risk/check-in', fallback: [] }));
      const mail = world.sendgrid.accepted[0]!;
      expect(mail.headers).toEqual({
        'List-Unsubscribe': expect.stringMatching(/^<https:\/\/engage\.acme\.example\/c\/u\/[\w-]+>$/),
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Message-ID': expect.stringMatching(/^<[\w-]+@shop\.example>$/),
      });
      const stop = {
        kind: 'unsubscribe',
        customerId,
        touchId,
        channel: 'email',
        topic: 'check-ins',
        purpose: 'lifecycle',
      };
      expect(linkIn(mail.headers['List-Unsubscribe']!, 'u')).toEqual(stop);
      expect(linkIn(mail.html!, 'u')).toEqual(stop);
      expect(linkIn(mail.html!, 'h')).toEqual({ kind: 'help', customerId, touchId });
      expect(linkIn(mail.html!, 'w')).toEqual({ kind: 'why', touchId });
      expect(linkIn(mail.html!, 'p')).toEqual({ kind: 'preferences', customerId });
      expect(mail.text).toContain('1 Main Street, Springfield');

      for (const part of [mail.html!, mail.text!]) {
        expect(part.replaceAll(/https:\/\/engage\.acme\.example\/c\/[\w/-]+/g, '')).not.toContain(
          'https://app.acme.example',
        );
      }
      expect(linkIn(/class="button" href="[^"]*"/.exec(mail.html!)![0], 'k')).toEqual({
        kind: 'click',
        touchId,
        url: 'https://app.acme.example',
      });
    }));

  test('and cannot be stopped, because somebody asked for it, has no such head', () =>
    withTouchWorld(async (world) => {
      const customerId = await world.customer();
      await send(world, asking(customerId, { message: 'at-risk/after-call', fallback: [] }));
      const [mail] = world.sendgrid.accepted;
      expect(Object.keys(mail!.headers ?? {})).toEqual(['Message-ID']);
      expect(mail!.html).not.toMatch(/\/c\/u\/|Main Street/);
      expect(linkIn(mail!.html!, 'h')).toMatchObject({ kind: 'help' });
    }));

  test('by SMS says how to stop them the first time, and not again', () =>
    withTouchWorld(async (world) => {
      const customerId = await world.customer();
      const sms = { message: 'at-risk/check-in', primary: 'sms', fallback: [] } as const;
      await send(world, asking(customerId, sms));
      await send(world, asking(customerId, sms), 3 * 24 * 60);
      const texts = world.twilio.accepted.map(({ Body }) => Body);
      expect(texts).toHaveLength(2);
      expect(texts[0]).toMatch(/Reply STOP to opt out\.$/);
      expect(texts[1]).not.toContain('STOP');
      expect(linkIn(texts[0]!, 'k')).toMatchObject({ url: 'https://app.acme.example' });
    }));
});

describe('consent that is taken back while a message is on its way (X11)', () => {
  test('stops it right before the provider is called, and the next channel is not tried on the same ground', () =>
    withTouchWorld(async ({ db, deliver, deps, customer, sent }) => {
      const customerId = await customer();
      const request = asking(customerId, { class: 'marketing', fallback: ['sms'] });
      const said = { channel: '*', topic: '*', state: 'withdrawn', basis: 'withdrawal', wording: null } as const;
      const compose: typeof deps.compose = async (given) => {
        // The gate has let it pass, and nothing has been handed over.
        await addConsent(
          db,
          customerId,
          { ...said, method: 'one_click', actor: null, at: MORNING, expiresAt: null },
          MORNING,
        );
        return deps.compose(given);
      };
      expect(await deliver(request, 0, { ...deps, compose })).toMatchObject({
        verdict: 'suppressed',
        reason: 'consent_withdrawn',
      });
      expect(await sent()).toMatchObject({ email: 0, sms: 0 });
      expect(await db.attempt.findMany()).toMatchObject([{ channel: 'email', state: 'released' }]);
    }));

  test('lets the other channel speak when only one was taken back, and a receipt go out whatever was', () =>
    withTouchWorld(async ({ db, deliver, deps, customer, sent }) => {
      const customerId = await customer();
      let first = true;
      const said = { channel: 'email', topic: '*', state: 'withdrawn', basis: 'withdrawal', wording: null } as const;
      const compose: typeof deps.compose = async (given) => {
        if (first)
          await addConsent(
            db,
            customerId,
            { ...said, method: 'reply', actor: null, at: MORNING, expiresAt: null },
            MORNING,
          );
        first = false;
        return deps.compose(given);
      };
      const request = asking(customerId, { class: 'marketing', fallback: ['sms'] });
      expect(await deliver(request, 0, { ...deps, compose })).toMatchObject({ verdict: 'sent', channel: 'sms' });
      const receipt = asking(customerId, { class: 'transactional', fallback: [] });
      expect(await deliver(receipt, 1)).toMatchObject({ verdict: 'sent', channel: 'email' });
      expect(await sent()).toMatchObject({ email: 1, sms: 1 });
    }));
});

function send({ db, deps, deliver }: TouchWorld, request: ReturnType<typeof asking>, minutes = 0) {
  const messages = loadMessages();
  const around = { links: LINKS, isFirstText: (customerId: string) => isFirstText(db, customerId) };
  return deliver(request, minutes, { ...deps, messages, compose: composeFrom(messages, SENDER, around) });
}

/** What the first link of a kind in a text says. */
function linkIn(text: string, letter: string): SignedLink | null {
  const token = new RegExp(`https://engage\\.acme\\.example/c/${letter}/([\\w-]+)`).exec(text)?.[1] ?? '';
  const reading = readLink(LINKS.keys, token, minutesAfter(1));
  return reading.state === 'valid' ? reading.link : null;
}
