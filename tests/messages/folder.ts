import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkMessages, type ContentReport } from '../../messages/check/check';
import { namesSource } from '../../messages/check/names';

/** A faultless message, so that a test can spoil one thing in it. */
export const ENGLISH = `---
class: service
topic: check-ins
owner: customer-success
channels: [email, sms]
variables:
  customer.first_name: { fallback: there }
  product.name:
  links.app:
email:
  subject: "Hello from {{ product.name }}"
  preheader: A word from us.
  action: { label: Open, url: "{{ links.app }}" }
---

## email

Hi {{ customer.first_name }},

Reply to this mail and a person answers.

## sms

{{ product.name }}: reply here and a person answers.
`;

/** The same in German, where a customer is addressed by the full name or not at all. */
export const GERMAN = ENGLISH.replace('customer.first_name: { fallback: there }', 'customer.name: { fallback: "" }')
  .replace('Hi {{ customer.first_name }},', 'Guten Tag {{ customer.name }},')
  .replace('Reply to this mail and a person answers.', 'Antworten Sie auf diese E-Mail.')
  .replace('reply here and a person answers.', 'Antworten Sie einfach hier.');

/** Runs `work` on a folder that holds these files, with a names.ts for the message `a/hello` unless one is given. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (dir: string) => T | Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'perennial-messages-'));
  try {
    for (const [name, text] of Object.entries({ 'names.ts': namesSource(['a/hello']), ...files })) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The content check's report on the message `a/hello` in these two locales. */
export function check(english: string, german: string = GERMAN): Promise<ContentReport> {
  return withFolder({ 'a/hello.en.md': english, 'a/hello.de.md': german }, checkMessages);
}
