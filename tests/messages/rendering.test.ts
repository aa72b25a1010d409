import { NotFound } from '../../domain/errors';
import { loadMessages } from '../../messages/catalog';
import { renderMessage, type RenderedMessage } from '../../messages/render';
import { sampleValues } from '../../messages/samples';
import { ENGLISH, GERMAN, withFolder } from './folder';
import type { Channel } from '../../domain/channel';
import type { Values } from '../../messages/bind';

const catalog = loadMessages();

describe('A message is rendered for its channel and its reader', () => {
  test('an email has a subject, HTML with one button, and the same words as plain text', async () => {
    const email = await render('at-risk/check-in', 'email');
    expect(email.subject).toBe('Is Fieldnotes still the right help?');
    expect(email.html.match(/class="button"/g)).toHaveLength(1);
    expect(email.html).toContain('<a class="button" href="https://app.fieldnotes.example"');
    expect(email.html).toContain('<html lang="en"');
    expect(email.text).toContain('Hi Alexandra,');
    expect(email.text).toContain('Pick up where you left off: https://app.fieldnotes.example');
    expect(email.text).toMatch(/--\nRobin Keller · Fieldnotes \(https:\/\/app\.fieldnotes\.example\)\n/);
    expect(email.text).not.toMatch(/[<>{}]|zQ\d/);
    expect(email.html).not.toMatch(/\{\{|\{%|zQ\d/);
  });

  test('below an email stand a person to ask and why it came; how to stop it, and an address, where that is owed', async () => {
    const [ours, yours] = [
      await render('at-risk/check-in', 'email'),
      await render('at-risk/after-call', 'email', 'de'),
    ];
    for (const part of [ours.html, ours.text]) {
      expect(part).toMatch(/Get help from a person.*Why did I get this\?[\s\S]*Your choices.*Unsubscribe/);
      expect(part).toContain('Fieldnotes Ltd, 1 Harbour Street, Bristol');
      expect(part).toContain('https://engage.fieldnotes.example/c/u/sample');
    }
    expect(yours.text).toMatch(/Hilfe von einem Menschen.*Warum bekomme ich das\?[\s\S]*Ihre Einstellungen/);
    expect(yours.text).not.toMatch(/Abmelden|Harbour|\/c\/u\//);

    const nowhere = { ...sampleValues('known', 'en'), pages: {} };
    const bare = await render('at-risk/check-in', 'email', 'en', nowhere);
    expect(bare.html).not.toMatch(/Unsubscribe|\/c\/|href=""/);
    expect(bare.text).toMatch(/--\nRobin Keller · Fieldnotes \(https:\/\/app\.fieldnotes\.example\)\n+Fieldnotes Ltd/);
  });

  test('the preheader is in the HTML only, and hidden there', async () => {
    const email = await render('at-risk/check-in', 'email');
    const preheader = 'A short answer is enough, and it goes to a person.';
    expect(email.html).toMatch(new RegExp(`display:none[^>]*>${preheader}`));
    expect(email.text).not.toContain(preheader);
  });

  test('an SMS is plain text, and an in-app message brings text, HTML and an action', async () => {
    const sms = await render('at-risk/check-in', 'sms');
    expect(sms.text).toMatch(/^Fieldnotes: is anything in your way\? .* left off: https:\/\/app\.fieldnotes\.example$/);
    const inApp = await render('at-risk/check-in', 'in-app');
    expect(inApp).toMatchObject({
      title: 'Is anything in your way?',
      action: { label: 'Ask a person', url: 'https://app.fieldnotes.example/help' },
    });
    expect(inApp.html).toMatch(/^<p>If something is harder/);
    expect(inApp.body).not.toContain('<');
  });

  test('a notification has a title, a line, an address and a time for which it helps; a checklist has its steps', async () => {
    expect(await render('onboarding/team-follow-up', 'push')).toEqual({
      channel: 'push',
      title: 'Is everybody in?',
      body: 'Invitations get lost. Sending them again takes one click.',
      url: 'https://app.fieldnotes.example/team',
      ttlSeconds: 43_200,
      urgency: 'normal',
    });
    const list = await render('onboarding/team-checklist', 'in-app', 'de');
    expect(list.as).toBe('checklist');
    expect(list.steps.slice(0, 2)).toEqual([
      { label: 'Ein Satz dazu, wofür es gedacht ist', url: null },
      { label: 'Ein gemeinsamer Ort', url: 'https://app.fieldnotes.example/team' },
    ]);
  });

  test('every message is there in English and German, on each of its channels', async () => {
    for (const name of catalog.names) {
      const { channels, locales } = catalog.get(name);
      expect(locales).toEqual(expect.arrayContaining(['en', 'de']));
      for (const channel of channels) {
        for (const locale of locales) {
          await expect(
            renderMessage(catalog, { message: name, locale, channel, values: sampleValues('known', locale) }),
          ).resolves.toHaveProperty('channel', channel);
        }
      }
    }
  });

  test('at-risk messages can be said on every channel (M01)', () => {
    for (const name of catalog.names.filter((each) => each.startsWith('at-risk/'))) {
      expect(catalog.get(name).channels).toEqual(['email', 'sms', 'in-app']);
    }
  });

  test('a condition around paragraphs leaves no trace when it does not hold', async () => {
    const without = await render('renewal/value-recap', 'email');
    expect(without.text).not.toMatch(/\n{3,}|in short/);
    const values = { ...sampleValues('known', 'en'), traits: { value_summary: '14 reports, 3 days saved' } };
    const email = await render('renewal/value-recap', 'email', 'en', values);
    expect(email.text).toContain('What this year brought, in short:');
    expect(email.html).toMatch(/<blockquote[^>]*>\s*<p[^>]*>14 reports, 3 days saved<\/p>/);
  });
});

describe('A customer reads the best locale that there is', () => {
  test.each([
    ['de', 'Guten Tag'],
    ['de-AT', 'Guten Tag'],
    ['DE_ch', 'Guten Tag'],
    ['en-GB', 'Hi '],
    ['fr-FR', 'Hi '],
    ['', 'Hi '],
    ['not a locale', 'Hi '],
  ])('%p reads %p', async (locale, greeting) => {
    const { text } = await render('at-risk/check-in', 'email', locale);
    expect(text.startsWith(greeting)).toBe(true);
  });

  test('the exact locale comes before its language', async () => {
    const files = {
      'a/hello.en.md': ENGLISH,
      'a/hello.de.md': GERMAN,
      'a/hello.de-AT.md': GERMAN.replace('Guten Tag', 'Grüß Gott'),
    };
    await withFolder(files, async (dir) => {
      const text = async (locale: string): Promise<string> =>
        narrow(
          await renderMessage(loadMessages(dir), {
            message: 'a/hello',
            locale,
            channel: 'email',
            values: sampleValues('unknown', locale),
          }),
          'email',
        ).text;
      expect(await text('de-AT')).toMatch(/^Grüß Gott,/);
      expect(await text('de-CH')).toMatch(/^Guten Tag,/);
    });
  });

  test('dates are written as the customer writes them, as long as the text is in that language', async () => {
    const january = {
      ...sampleValues('known', 'de'),
      renewal: { date: { at: new Date('2027-01-31'), timeZone: 'UTC' } },
    };
    expect((await render('renewal/reminder-30', 'email', 'de', january)).subject).toBe(
      'Ihre Verlängerung am 31. Januar 2027',
    );
    expect((await render('renewal/reminder-30', 'email', 'de-AT', january)).subject).toBe(
      'Ihre Verlängerung am 31. Jänner 2027',
    );
    expect((await render('renewal/reminder-30', 'email', 'en-GB', january)).subject).toBe(
      'Your renewal on 31 January 2027',
    );
    expect((await render('renewal/reminder-30', 'email', 'fr', january)).subject).toBe(
      'Your renewal on January 31, 2027',
    );
  });

  test('numbers are written in the customer’s locale', async () => {
    const values = { ...sampleValues('known', 'de'), traits: { value_summary: 12345.5 } };
    expect((await render('renewal/value-recap', 'email', 'de', values)).text).toContain('12.345,5');
    expect((await render('renewal/value-recap', 'email', 'en', values)).text).toContain('12,345.5');
  });
});

describe('What is not known is not made up', () => {
  test('a fall-back stands in, and an empty one takes its space along', async () => {
    const nobody: Values = { ...sampleValues('known', 'de'), customer: { name: '', first_name: null } };
    expect((await render('at-risk/check-in', 'email', 'en', nobody)).text).toMatch(/^Hi there,/);
    expect((await render('at-risk/check-in', 'email', 'de', nobody)).text).toMatch(/^Guten Tag,/);
    expect((await render('at-risk/check-in', 'email', 'de', nobody)).html).toContain('>Guten Tag,</p>');
  });

  test('a missing value without fall-back is an invalid input that names it', async () => {
    await expect(render('at-risk/check-in', 'sms', 'en', {})).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'Message at-risk/check-in needs product.name, which is not known and has no fall-back',
    });
  });

  test('an unknown message is not found, and a channel that it does not have is an invalid input', async () => {
    await expect(render('at-risk/nothing', 'email')).rejects.toBeInstanceOf(NotFound);
    await expect(render('renewal/thanks', 'sms')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('templates are compiled once', () => {
    const first = catalog.variant('at-risk/check-in', 'en', 'email');
    expect(catalog.variant('at-risk/check-in', 'en', 'email')).toBe(first);
  });
});

type On<C extends Channel> = Extract<RenderedMessage, { channel: C }>;

async function render<C extends Channel>(message: string, channel: C, locale = 'en', values?: Values): Promise<On<C>> {
  return narrow(
    await renderMessage(catalog, { message, locale, channel, values: values ?? sampleValues('known', locale) }),
    channel,
  );
}

function narrow<C extends Channel>(rendered: RenderedMessage, channel: C): On<C> {
  expect(rendered.channel).toBe(channel);
  return rendered as On<C>;
}
