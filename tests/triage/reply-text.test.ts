import fc from 'fast-check';
import { replyText } from '../../domain/reply-text';
import { automaticBecause } from '../../domain/triage/automatic';
import { workOf } from './work-of';

const ORIGINAL = ['Hi Ada,', '', 'is anything in your way?', '', 'All the best,', 'Ann'];
const marked = ORIGINAL.map((line) => `> ${line}`.trimEnd());

/** How mail programs quote what was answered. */
const QUOTES: Readonly<Record<string, readonly string[]>> = {
  gmail: ['On Mon, 2 Mar 2026 at 10:00, Ann <ann@shop.example> wrote:', '', ...marked],
  'gmail, wrapped': [
    'On Mon, 2 Mar 2026 at 10:00, Ann of the Customer Success Team',
    '<ann@shop.example> wrote:',
    '',
    ...marked,
  ],
  'gmail, German': ['Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ann <ann@shop.example>:', '', ...marked],
  'apple mail': ['> On 2. Mar 2026, at 10:00, Ann <ann@shop.example> wrote:', '> ', ...marked],
  'apple mail, German': ['> Am 02.03.2026 um 10:00 schrieb Ann <ann@shop.example>:', ...marked],
  outlook: [
    'From: Ann <ann@shop.example>',
    'Sent: Monday, 2 March 2026 10:00',
    'To: Ada',
    'Subject: Help',
    '',
    ...ORIGINAL,
  ],
  'outlook, German': [
    '________________________________',
    'Von: Ann <ann@shop.example>',
    'Gesendet: Montag, 2. März 2026 10:00',
    'An: Ada',
    'Betreff: Hilfe',
    '',
    ...ORIGINAL,
  ],
  'outlook, old': ['-----Original Message-----', 'From: Ann', '', ...ORIGINAL],
  'outlook, old German': ['-----Ursprüngliche Nachricht-----', 'Von: Ann', '', ...ORIGINAL],
  thunderbird: ['Ann schrieb am 02.03.26 um 10:00:', ...marked],
  'phone without marks': ['On 2 Mar 2026, at 10:00, Ann <ann@shop.example> wrote:', '', ...ORIGINAL],
};

const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  delimiter: ['-- ', 'Ada Byron', 'Head of Analysis, +44 20 7946 0000'],
  phone: ['Sent from my iPhone'],
  'phone, German': ['Von meinem iPhone gesendet'],
  closing: ['', 'Best regards,', 'Ada Byron', 'Head of Analysis'],
  'closing, German': ['', 'Mit freundlichen Grüßen', 'Ada Byron'],
  'small print': [
    '',
    'This email and any attachments are confidential and intended for the addressee only.',
    'If you are not the addressee, delete it.',
  ],
};

const words = fc.constantFrom(
  'The',
  'import',
  'fails',
  'and',
  'we',
  'wait',
  'seit',
  'gestern',
  'geht',
  'nichts',
  'mehr',
  '12',
  'on',
  'Monday',
  'a@b.example',
);
const line = fc.array(words, { minLength: 1, maxLength: 8 }).map((all) => all.join(' '));
const written = fc
  .array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((lines) => lines.join('\n')).join('\n\n'));

describe('What a customer wrote is told apart from what they quote and sign with', () => {
  test('by every mail program and signature that we know, with either kind of line end', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom(...Object.entries(SIGNATURES)),
        fc.constantFrom(...Object.entries(QUOTES)),
        fc.constantFrom('\n', '\r\n'),
        (said, [, signature], [, quote], end) => {
          const mail = [said, ...signature, '', ...quote].join('\n').replaceAll('\n', end);
          expect(replyText(mail)).toBe(said);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('answers between the quoted lines stay', () => {
    const mail = [
      'On Mon, 2 Mar 2026, Ann <ann@shop.example> wrote:',
      '> Which browser?',
      'Firefox.',
      '> Since when?',
      'Since Monday.',
    ];
    expect(replyText(mail.join('\n'))).toBe('Firefox.\nSince Monday.');
  });

  test('nothing is invented, nothing is lost altogether, and doing it again changes nothing', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('> a', 'On 1 wrote:', '-- ', 'x', '', 'Von: a', 'An: b', 'LG'))
        .map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(anything, (mail) => {
        const text = replyText(mail);
        const lines = mail
          .replace(/\r\n?/g, '\n')
          .split('\n')
          .map((each) => each.trim());
        for (const kept of text.split('\n')) expect(lines).toContain(kept.trim());
        expect(text === '').toBe(mail.trim() === '');
        expect(replyText(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['spaces', `${' '.repeat(200_000)}x`],
    ['lines of spaces', `x${' '.repeat(1_999)}y\n`.repeat(100)],
    ['closings', 'LG\n'.repeat(70_000)],
    ['headings', 'On 1 wrote:\n> a\n'.repeat(12_000)],
    ['half a heading', `${'On 1 '.repeat(40_000)}wrote`],
    ['blank lines', `${'\n'.repeat(200_000)}x`],
  ])('a hostile mail of nothing but %s is read as fast as any other', (_what, mail) => {
    expect(workOf(() => replyText(mail))).toBeLessThan(3_000);
  });

  test.each([
    'On Monday we wrote:\nnothing at all',
    'From: the bottom of my heart, thank you',
    'I am on it. She wrote: call me',
    'Von: hier bis dort\nist alles kaputt',
    'Regards to the team! But where is my invoice?',
    'a -- b',
  ])('prose stays whole: %j', (text) => {
    expect(replyText(text)).toBe(text);
  });
});

describe('Automatic replies are recognised, and are no answers', () => {
  test.each<[string, Parameters<typeof automaticBecause>[0]]>([
    ['auto_submitted', { headers: { 'Auto-Submitted': 'auto-replied' }, text: 'Hi' }],
    ['auto_submitted', { headers: { 'auto-submitted': 'auto-generated; type=x' }, text: 'Hi' }],
    ['precedence', { headers: { Precedence: 'bulk' }, text: 'Hi' }],
    ['precedence', { headers: { PRECEDENCE: 'auto_reply' }, text: 'Hi' }],
    ['x_autoreply', { headers: { 'X-Autoreply': 'yes' }, text: 'Hi' }],
    ['delivery_report', { headers: { 'Content-Type': 'multipart/report; report-type=delivery-status' }, text: '' }],
    ['delivery_report', { headers: { From: 'MAILER-DAEMON@mx.example' }, text: 'could not deliver' }],
    ['subject', { subject: 'Automatic reply: Is anything in your way?', text: 'Hi' }],
    ['subject', { subject: 'Abwesenheitsnotiz: Hilfe', text: 'Hallo' }],
    [
      'out_of_office',
      { text: 'Thank you for your email. I am out of the office until 12 May with limited access to email.' },
    ],
    [
      'out_of_office',
      { text: 'Hello,\nI am on annual leave from 1 to 14 July. For urgent matters write to Bob.\nKind regards\nAda' },
    ],
    ['out_of_office', { text: 'I will be out of office until Monday.' }],
    [
      'out_of_office',
      {
        text: 'Vielen Dank für Ihre Nachricht. Ich bin bis zum 14.07. nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.',
      },
    ],
    ['out_of_office', { text: 'Ich bin derzeit im Urlaub. In dringenden Fällen wenden Sie sich an meine Kollegin.' }],
    ['out_of_office', { text: 'Guten Tag,\n\nderzeit bin ich nicht erreichbar.\n\nViele Grüße\nAda' }],
    ['says_so', { text: 'This is an automated response: we have received your request.' }],
    ['says_so', { text: 'Dies ist eine automatische Antwort.' }],
    [
      'driving',
      {
        text: "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
      },
    ],
  ])('%s: %j', (because, mail) => {
    expect(automaticBecause(mail)).toBe(because);
  });

  test.each([
    { headers: { 'Auto-Submitted': 'no', Precedence: 'first-class' }, text: 'The import fails.' },
    { text: "I'm out of the office until Friday, can you call me on Monday?" },
    { text: 'I am on holiday until Monday. The export is broken, I will send you a screenshot then.' },
    { text: 'Ich bin im Urlaub, aber der Export ist kaputt. Können Sie mir helfen?' },
    { subject: 'Re: Automatic reply settings', text: 'Where do I find the setting?' },
    { text: 'Our team is out of ideas.' },
  ])('a person wrote: %j', (mail) => {
    expect(automaticBecause(mail)).toBeNull();
  });
});
