import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadMessages } from '../../messages/catalog';
import { checkMessages } from '../../messages/check/check';
import { namesSource } from '../../messages/check/names';
import { check, ENGLISH, GERMAN, withFolder } from './folder';

const MESSAGES = path.join(__dirname, '..', '..', 'messages');

describe('The content check', () => {
  test('finds no fault in what we say today', async () => {
    const { faults, messages, sms } = await checkMessages(MESSAGES);
    expect(faults).toEqual([]);
    expect(messages).toBeGreaterThanOrEqual(19);
    expect(sms.every(({ encoding, segments }) => encoding === 'gsm-7' && segments <= 2)).toBe(true);
  });

  test('finds no fault in the example of the messages’ README', async () => {
    const example =
      /```markdown\n([\s\S]*?)```/.exec(readFileSync(path.join(MESSAGES, 'README.md'), 'utf8'))?.[1] ?? '';
    const german = example.replace(
      /## email[\s\S]*/,
      '## email\n\nGuten Tag {{ customer.first_name }}, antworten Sie auf diese E-Mail.\n\n## sms\n\n{{ product.name }}',
    );
    expect((await check(example.replaceAll(/ +# .*$/gm, ''), german.replaceAll(/ +# .*$/gm, ''))).faults).toEqual([]);
  });

  test('finds no fault in a faultless message', async () => {
    expect((await check(ENGLISH)).faults).toEqual([]);
  });

  test.each([
    ['a missing class', ['class: service\n', ''], 'front-matter', 2, 'class'],
    ['a missing topic', ['topic: check-ins\n', ''], 'front-matter', 2, 'topic'],
    ['a missing owner', ['owner: customer-success\n', ''], 'front-matter', 2, 'owner'],
    ['an unknown class', ['class: service', 'class: advertising'], 'front-matter', 2, 'class'],
    [
      'an unknown key',
      ['owner: customer-success', 'owner: customer-success\ncampaign: x'],
      'front-matter',
      2,
      'campaign',
    ],
    ['broken YAML', ['channels: [email, sms]', 'channels: [email, sms'], 'front-matter', 6, ''],
    ['no front-matter', ['---\nclass', 'class'], 'front-matter', 1, 'front-matter'],
    [
      'a variant that is declared and missing',
      ['\n## sms\n\n{{ product.name }}: reply here and a person answers.\n', ''],
      'variant',
      1,
      'sms',
    ],
    ['a variant that is there and not declared', ['channels: [email, sms]', 'channels: [email]'], 'variant', 24, 'sms'],
    ['a heading that is no channel', ['## sms', '## fax'], 'variant', 22, 'fax'],
    ['an email without a subject', ['  subject: "Hello from {{ product.name }}"\n', ''], 'front-matter', 11, 'subject'],
    [
      'an unknown variable',
      ['{{ product.name }}: reply', '{{ product.title }}: reply'],
      'unknown-variable',
      24,
      'product.title',
    ],
    [
      'an undeclared variable',
      ['{{ product.name }}: reply', '{{ account.name }}: reply'],
      'undeclared-variable',
      24,
      'account.name',
    ],
    ['an unused variable', ['Hi {{ customer.first_name }},', 'Hi,'], 'unused-variable', 7, 'customer.first_name'],
    [
      'a variable that needs a fall-back',
      ['customer.first_name: { fallback: there }', 'customer.first_name:'],
      'fallback',
      7,
      'customer.first_name',
    ],
    [
      'a fall-back that is never used',
      ['product.name:\n', 'product.name: { fallback: us }\n'],
      'fallback',
      8,
      'product.name',
    ],
    [
      'an unknown filter',
      ['Hi {{ customer.first_name }}', 'Hi {{ customer.first_name | shout }}'],
      'template',
      18,
      'shout',
    ],
    [
      'a filter that would lift the escaping',
      ['Hi {{ customer.first_name }}', 'Hi {{ customer.first_name | raw }}'],
      'template',
      18,
      'raw',
    ],
    ['a tag that reads files', ['Reply to', '{% include "x" %} Reply to'], 'template', 18, 'include'],
    ['an open tag', ['Reply to', '{% if product.name %} Reply to'], 'template', 18, 'if'],
    ['a link without https', ['Reply to', '[Look](http://example.com). Reply to'], 'link', 18, 'http://example.com'],
    [
      'a link to a mail address',
      ['Reply to', '[Write](mailto:a@example.com). Reply to'],
      'link',
      18,
      'mailto:a@example.com',
    ],
    [
      'a link that begins with a customer’s value',
      ['Reply to', '[Look]({{ customer.first_name }}). Reply to'],
      'template',
      18,
      'customer.first_name',
    ],
    ['an action without https', ['"{{ links.app }}"', '"http://example.com"'], 'link', 18, 'http://example.com'],
    [
      'a bare http address in an SMS',
      ['reply here and', 'http://example.com reply here and'],
      'link',
      24,
      'http://example.com',
    ],
    [
      'an SMS of three segments',
      ['reply here and', `${'x'.repeat(300)} reply here and`],
      'sms-length',
      24,
      '3 segments',
    ],
    [
      'an SMS that a name can make too long',
      ['reply here and', `{{ customer.first_name }} ${'x'.repeat(120)} reply here and`],
      'sms-length',
      24,
      'ucs-2',
    ],
    [
      'a subject over 70 characters with fall-backs',
      ['"Hello from', `"Hello {{ customer.first_name }} ${'x'.repeat(60)} from`],
      'subject-length',
      11,
      '92 characters',
    ],
    [
      'an email that cannot be answered',
      ['Reply to this mail and a person answers.', 'Goodbye.'],
      'hand-raise',
      18,
      'M10',
    ],
    ['"please call us"', ['Reply to', 'Please call\nus, or reply to'], 'channel-change', 20, 'Please call us'],
    ['"do not reply"', ['Reply to this', 'Do not reply to this'], 'channel-change', 20, 'M08'],
    [
      '"please write to"',
      ['Reply to', 'Please write to care@example.com. Reply to'],
      'channel-change',
      20,
      'Please write to',
    ],
    [
      '"contact our support at"',
      ['Reply to', 'Contact our support at care@example.com. Reply to'],
      'channel-change',
      20,
      'M08',
    ],
    ['"use our contact form"', ['Reply to', 'Please use our contact form. Reply to'], 'channel-change', 20, 'M08'],
    [
      'a private channel, which only people may offer',
      ['Reply to', 'We need your date of birth: please call us. Reply to'],
      'channel-change',
      20,
      'M08',
    ],
    ['"write to us at"', ['Reply to', 'Write to us at a@example.com. Reply to'], 'channel-change', 20, 'M08'],
    ['"we noticed"', ['Reply to', 'We noticed that it is quiet. Reply to'], 'surveillance', 20, 'M21'],
    ['"you haven’t logged in"', ['Reply to', 'You haven’t logged in lately. Reply to'], 'surveillance', 20, 'M21'],
    ['"your last login"', ['A word from us.', 'Your last login was a while ago.'], 'surveillance', 12, 'M21'],
  ] as const)('objects to %s', async (_what, [text, instead], rule, line, detail) => {
    expect(ENGLISH).toContain(text);
    const { faults } = await check(ENGLISH.replace(text, instead));
    expect(faults).toContainEqual({
      file: 'a/hello.en.md',
      line,
      rule,
      detail: expect.stringContaining(detail) as string,
    });
  });

  test.each([
    ['nothing: notifications and checklists are messages like others', (text: string) => text, []],
    [
      'a notification that nobody could read at a glance',
      (text: string) => text.replace('A short push.', 'x'.repeat(160)),
      ['push-length the text comes out at 160 characters; 150 are shown'],
    ],
    [
      'a notification over three kilobytes',
      (text: string) => text.replace('A short push.', 'ä'.repeat(1_600)),
      [expect.stringMatching(/^push-length comes out at 32\d\d bytes; 3072 are the limit/), expect.any(String)],
    ],
    [
      'a notification without https, with a usefulness that is no duration, or in a hurry that there is not',
      (text: string) => text.replace('  url: "{{ links.app }}"', '  url: "http://example.com"'),
      ['link "http://example.com" does not begin with https://'],
    ],
    [
      'a usefulness that is no duration of at most four weeks',
      (text: string) => text.replace('useful_for: 2 hours', 'useful_for: 5 weeks'),
      [expect.stringContaining('push.useful_for: must be a duration of at most four weeks')],
    ],
    [
      'an urgency that there is not',
      (text: string) => text.replace('urgency: high', 'urgency: shouting'),
      [expect.stringContaining('push.urgency')],
    ],
    [
      'steps without a checklist, and a checklist without steps',
      (text: string) => text.replace('as: checklist', 'as: banner'),
      [expect.stringContaining('in-app.steps: are those of a checklist, and a checklist has some')],
    ],
    [
      'a step that leads to no page of the web',
      (text: string) => text.replace('url: "{{ links.team }}"', 'url: "javascript:alert(1)"'),
      ['link "javascript:alert(1)" does not begin with https://'],
    ],
  ] as const)('objects in notifications and checklists to %s', async (_what, spoil, faults) => {
    const found = await check(spoil(withPush(ENGLISH)), withPush(GERMAN));
    const ours = found.faults.filter(
      ({ file, rule }) => file === 'a/hello.en.md' && rule !== 'disagreement' && rule !== 'unused-variable',
    );
    expect(ours.map(({ rule, detail }) => `${rule} ${detail}`)).toEqual(faults);
  });

  test('objects when locales disagree on the shape of an in-app message', async () => {
    const { faults } = await check(withPush(ENGLISH), withPush(GERMAN).replace('    - { label: Two }\n', ''));
    expect(faults).toMatchObject([
      { file: 'a/hello.de.md', rule: 'disagreement', detail: expect.stringContaining('checklist of 1') },
    ]);
  });

  test.each([
    ['Bitte nicht auf diese E-Mail antworten.', 'channel-change'],
    ['Rufen Sie uns bitte an.', 'channel-change'],
    ['Schreiben Sie uns unter a@example.com.', 'channel-change'],
    ['Schicken Sie uns bitte eine E-Mail.', 'channel-change'],
    ['Bitte melden Sie sich telefonisch.', 'channel-change'],
    ['Nutzen Sie bitte unser Kontaktformular.', 'channel-change'],
    ['Wenden Sie sich telefonisch an uns.', 'channel-change'],
    ['Uns ist aufgefallen, dass es still ist.', 'surveillance'],
    ['Wir haben bemerkt, dass es still ist.', 'surveillance'],
    ['Sie haben sich seit Langem nicht gemeldet.', 'surveillance'],
    ['Es wurde sich nicht mehr angemeldet.', 'surveillance'],
    ['Ihr letzter Login ist her.', 'surveillance'],
  ])('objects to the German %p', async (sentence, rule) => {
    const { faults } = await check(
      ENGLISH,
      GERMAN.replace('Antworten Sie auf diese E-Mail.', `${sentence} Antworten Sie auf diese E-Mail.`),
    );
    expect(faults).toContainEqual({ file: 'a/hello.de.md', line: 20, rule, detail: expect.any(String) as string });
  });

  test.each([
    'If you need to call a colleague, take your time.',
    'Your last invoice is on the page.',
    'In 14 days you can do it again.',
    'Somebody has to reply at some time.',
  ])('leaves the harmless alone: %p', async (sentence) => {
    expect((await check(ENGLISH.replace('Reply to', `${sentence} Reply to`))).faults).toEqual([]);
  });

  test.each([
    ['class', ['class: service', 'class: marketing'], 2],
    ['topic', ['topic: check-ins', 'topic: renewal'], 3],
    ['owner', ['owner: customer-success', 'owner: product'], 4],
    ['channels', ['channels: [email, sms]', 'channels: [sms, email]'], 5],
    ['variables', ['  links.app:\n', '  links.app:\n  account.name: { fallback: Firma }\n'], 6],
  ] as const)('objects when locales disagree on %s', async (fact, [text, instead], line) => {
    const { faults } = await check(
      ENGLISH,
      GERMAN.replace(text, instead).replace('Guten Tag', fact === 'variables' ? '{{ account.name }}' : 'Guten Tag'),
    );
    expect(faults).toEqual([
      { file: 'a/hello.de.md', line, rule: 'disagreement', detail: expect.stringContaining(fact) as string },
    ]);
  });

  test.each([
    ['en', 'a/hello.de.md', GERMAN],
    ['de', 'a/hello.en.md', ENGLISH],
  ])('objects when %s is missing', async (locale, file, text) => {
    const { faults } = await withFolder({ [file]: text }, checkMessages);
    expect(faults).toEqual([{ file, line: 1, rule: 'locale', detail: `a/hello.${locale}.md is missing` }]);
  });

  test('objects when names.ts is out of date, and to a file whose name has no locale', async () => {
    const files = { 'a/hello.en.md': ENGLISH, 'a/hello.de.md': GERMAN };
    expect((await withFolder({ ...files, 'names.ts': namesSource(['a/bye']) }, checkMessages)).faults).toMatchObject([
      { file: 'names.ts', rule: 'names' },
    ]);
    expect((await withFolder({ ...files, 'a/bye.md': ENGLISH }, checkMessages)).faults).toMatchObject([
      { file: 'a/bye.md', rule: 'file' },
    ]);
  });

  test('a process does not start on messages that it cannot read', async () => {
    await withFolder({ 'a/hello.en.md': ENGLISH.replace('class: service\n', '') }, (dir) => {
      expect(() => loadMessages(dir)).toThrow(/a\/hello\.en\.md:2 front-matter: class: is missing/);
    });
  });
});

/** The faultless message, also as a notification and as a checklist. */
function withPush(text: string): string {
  const head = `push:
  title: "{{ product.name }}"
  url: "{{ links.app }}"
  useful_for: 2 hours
  urgency: high
in-app:
  title: To begin with
  as: checklist
  steps:
    - { label: One, url: "{{ links.team }}" }
    - { label: Two }
---

## push

A short push.

## in-app

Two steps.

## email`;
  return text
    .replace('channels: [email, sms]', 'channels: [email, sms, push, in-app]')
    .replace('  links.app:\n', '  links.app:\n  links.team:\n')
    .replace('---\n\n## email', head);
}
