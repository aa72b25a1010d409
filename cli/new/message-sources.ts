interface Words {
  readonly subject: string;
  readonly preheader: string;
  readonly body: string;
  readonly title: string;
  readonly short: string;
  readonly action: string;
  readonly link: 'links.app' | 'links.help';
}

const FRAMES = {
  en: {
    greeting: 'Hi {{ customer.first_name }},',
    variable: 'customer.first_name: { fallback: there }',
    answer: 'Or just reply to this mail: a person on our team reads it and answers.',
    goodbye: 'All the best,',
  },
  de: {
    greeting: 'Guten Tag {{ customer.name }},',
    variable: 'customer.name: { fallback: "" }',
    answer: 'Oder antworten Sie einfach auf diese E-Mail: Ein Mensch aus unserem Team liest mit und antwortet Ihnen.',
    goodbye: 'Freundliche Grüße',
  },
} as const;

/** The messages of a new journey, by their file names: fit to be sent as they are, and written to be replaced by their owner. */
export const messageSources: Readonly<Record<string, string>> = {
  'check-in.en.md': source('en', {
    subject: 'What should {{ product.name }} do for you next?',
    preheader: 'A short answer is enough, and it goes to a person.',
    body: 'Is there something that {{ product.name }} should do for you and does not do yet? Tell us what you\nwant to get done, and you will hear how we can help.',
    title: 'What would you like to get done?',
    short: 'Tell us what you want to get done. A person on our team reads it and answers.',
    action: 'Carry on where you were',
    link: 'links.app',
  }),
  'check-in.de.md': source('de', {
    subject: 'Was soll {{ product.name }} als Nächstes für Sie tun?',
    preheader: 'Eine kurze Antwort genügt, und sie kommt bei einem Menschen an.',
    body: 'Gibt es etwas, das {{ product.name }} für Sie tun soll und noch nicht tut? Schreiben Sie uns, was Sie\nvorhaben, und Sie erfahren, wie wir helfen können.',
    title: 'Was haben Sie vor?',
    short: 'Schreiben Sie uns, was Sie vorhaben. Ein Mensch aus unserem Team liest mit und antwortet Ihnen.',
    action: 'Weitermachen, wo Sie waren',
    link: 'links.app',
  }),
  'offer-help.en.md': source('en', {
    subject: 'Shall we look at it together?',
    preheader: 'Fifteen minutes with a person, on what you want to get done.',
    body: 'If something takes longer than it should, let us look at it together. A person on our team takes\nfifteen minutes for you and for what you want to get done.',
    title: 'Shall we look at it together?',
    short: 'If something takes longer than it should, ask for help here. A person on our team answers.',
    action: 'Ask for help',
    link: 'links.help',
  }),
  'offer-help.de.md': source('de', {
    subject: 'Wollen wir es gemeinsam ansehen?',
    preheader: 'Fünfzehn Minuten mit einem Menschen, für Ihr Vorhaben.',
    body: 'Wenn etwas länger dauert, als es sollte, sehen wir es uns gern gemeinsam an. Ein Mensch aus unserem\nTeam nimmt sich fünfzehn Minuten Zeit für Sie und Ihr Vorhaben.',
    title: 'Wollen wir es gemeinsam ansehen?',
    short: 'Wenn etwas länger dauert, als es sollte, bitten Sie hier um Hilfe. Ein Mensch antwortet Ihnen.',
    action: 'Um Hilfe bitten',
    link: 'links.help',
  }),
};

function source(locale: keyof typeof FRAMES, words: Words): string {
  const { greeting, variable, answer, goodbye } = FRAMES[locale];
  const { subject, preheader, body, title, short, action, link } = words;
  const button = `{ label: "${action}", url: "{{ ${link} }}" }`;
  const product = `${subject}${body}`.includes('product.name') ? '\n  product.name:' : '';
  return `---
class: lifecycle
topic: check-ins
owner: customer-success
channels: [email, in-app]
variables:
  ${variable}${product}
  sender.name:
  ${link}:
email:
  subject: "${subject}"
  preheader: "${preheader}"
  action: ${button}
in-app:
  title: "${title}"
  action: ${button}
---

## email

${greeting}

${body}

{{ action }}

${answer}

${goodbye}\\
{{ sender.name }}

## in-app

${short}
`;
}
