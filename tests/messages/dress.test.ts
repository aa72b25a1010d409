import { dress, type Dressing } from '../../messages/dress';
import type { RenderedMessage } from '../../messages/render';
import { measureSms } from '../../messages/segments';

const DRESSING: Dressing = {
  locale: 'en',
  track: (url) => `https://go.example/c/k/${encodeURIComponent(url)}`,
  isOwnLink: (url) => url.startsWith('https://app.example'),
  help: 'https://go.example/c/h/x',
  saysStop: false,
};

describe('A message on its way to one customer', () => {
  test('leads the links of an email over our own address, the same in both parts, and none that a value only looks like', () => {
    const html =
      '<a class="button" href="https://app.example/a?x=1&amp;y=2">Go</a> https://written.example/by/somebody';
    const text =
      'Go: https://app.example/a?x=1&y=2 (https://app.example/a?x=1&y=2)\nhttps://written.example/by/somebody';
    const email = dress({ channel: 'email', subject: 's', html, text }, DRESSING);
    const led = 'https://go.example/c/k/https%3A%2F%2Fapp.example%2Fa%3Fx%3D1%26y%3D2';
    expect(email).toMatchObject({
      html: `<a class="button" href="${led}">Go</a> https://written.example/by/somebody`,
      text: `Go: ${led} (${led})\nhttps://written.example/by/somebody`,
    });
  });

  test('of a receipt or an alarm keeps its links', () => {
    const email = {
      channel: 'email',
      subject: 's',
      html: '<a href="https://app.example">x</a>',
      text: 'https://app.example',
    } as const;
    expect(dress(email, { ...DRESSING, track: null })).toEqual(email);
  });

  test('by SMS says how to stop where that is owed, and leads to a person where there is room for it', () => {
    const says = (text: string, more: Partial<Dressing> = {}) => {
      const dressed = dress({ channel: 'sms', text }, { ...DRESSING, ...more });
      return dressed.channel === 'sms' ? dressed.text : '';
    };
    expect(says('Acme: look at https://app.example/a. Or https://evil.example/b')).toBe(
      'Acme: look at https://go.example/c/k/https%3A%2F%2Fapp.example%2Fa. Or https://evil.example/b\nA person helps: https://go.example/c/h/x',
    );
    expect(says('Acme: news.', { saysStop: true })).toBe(
      'Acme: news.\nA person helps: https://go.example/c/h/x\nReply STOP to opt out.',
    );
    const long = says('x'.repeat(280), { saysStop: true, locale: 'de-AT' });
    expect(long).toBe(`${'x'.repeat(280)}\nAbmelden: STOP antworten.`);
    expect(measureSms(long).segments).toBe(2);
  });

  test('as a notification leads to a person by an action of its own (M10), in the language of the message', () => {
    const push = {
      channel: 'push',
      title: 't',
      body: 'b',
      url: 'https://app.example/a',
      ttlSeconds: 60,
      urgency: 'low',
    };
    expect(dress(push as RenderedMessage, { ...DRESSING, locale: 'de' })).toEqual({
      ...push,
      url: 'https://go.example/c/k/https%3A%2F%2Fapp.example%2Fa',
      help: { label: 'Hilfe von einem Menschen', url: 'https://go.example/c/h/x' },
    });
    expect(dress(push as RenderedMessage, { ...DRESSING, track: null, help: null })).toBe(push);
  });

  test('in the product is left as it is: a product tells itself what was clicked', () => {
    const inApp = {
      channel: 'in-app',
      as: 'banner',
      title: 't',
      body: 'b',
      html: '<a href="https://app.example">x</a>',
      steps: [],
      action: null,
    } as const;
    expect(dress(inApp, DRESSING)).toBe(inApp);
  });
});
