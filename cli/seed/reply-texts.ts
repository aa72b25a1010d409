import type { Client } from 'pg';
import { LEAD } from './staff';

/** Writes the texts that answers of the seeded house begin with. Whatever has the same name already stays. */
export async function writeReplyTexts(client: Client, at: Date): Promise<void> {
  let number = 0;
  for (const { name, playbook, en, de } of TEXTS) {
    for (const [locale, body] of [
      ['en', en],
      ['de', de],
    ] as const) {
      number += 1;
      await client.query(
        `INSERT INTO reply_templates (id, name, locale, body, playbook, updated_by, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [`01980000-0000-7000-8000-${String(number).padStart(12, '0')}`, name, locale, body, playbook, LEAD, at],
      );
    }
  }
}

/** In both languages of the house; `playbook` null: for any task. */
const TEXTS = [
  {
    name: 'Ask for an example',
    playbook: null,
    en: 'Hello {{ customer.first_name | there }},\n\nI would like to see it with your eyes. Which page were you on, and what did you expect to happen? One example is enough.\n\n{{ sender.name }}',
    de: 'Guten Tag {{ customer.first_name | zusammen }},\n\nich möchte es mit Ihren Augen sehen. Auf welcher Seite waren Sie, und was haben Sie erwartet? Ein Beispiel genügt.\n\n{{ sender.name }}',
  },
  {
    name: 'It will take a day',
    playbook: 'help-request',
    en: 'Hello {{ customer.first_name | there }},\n\nthank you for asking. I want to be sure before I answer, so I look into it with a colleague and write to you tomorrow.\n\n{{ sender.name }}',
    de: 'Guten Tag {{ customer.first_name | zusammen }},\n\ndanke für Ihre Frage. Ich möchte sicher sein, bevor ich antworte: Ich sehe es mir mit einer Kollegin an und schreibe Ihnen morgen.\n\n{{ sender.name }}',
  },
  {
    name: 'Something broke',
    playbook: 'urgent-message',
    en: 'Hello {{ customer.first_name | there }},\n\nI am sorry: this should not have happened. I have given it to the people who can mend it, and you hear from me as soon as it is done, or today at five with how it stands.\n\n{{ sender.name }}',
    de: 'Guten Tag {{ customer.first_name | zusammen }},\n\nes tut mir leid: das hätte nicht geschehen dürfen. Ich habe es denen gegeben, die es beheben können. Sie hören von mir, sobald es erledigt ist, oder heute um fünf, wie es steht.\n\n{{ sender.name }}',
  },
] as const;
