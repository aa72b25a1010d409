import { z } from 'zod';
import { beginningOf } from './storable';

/** Where a mail stands in its thread (RFC 5322, section 3.6.4): its own id, those that it refers to, and its subject. */
export const mailThread = z.object({
  messageId: z.string().nullable(),
  references: z.array(z.string()),
  subject: z.string(),
});
export type MailThread = z.output<typeof mailThread>;

/** What makes an answer join the thread of the mail that it answers. */
export interface ThreadPlace {
  readonly subject: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
}

const MOST_REFERENCES = 20;
const LONGEST_SUBJECT = 200;

/** The thread of a mail, by its headers under any spelling of their names. What is no message id is left out. */
export function threadOf(headers: Readonly<Record<string, string>>, subject: string): MailThread {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const ids = (name: string) => named.get(name)?.match(MESSAGE_ID) ?? [];
  const references = ids('references');
  return {
    messageId: ids('message-id')[0] ?? null,
    references: (references.length > 0 ? references : ids('in-reply-to')).slice(-MOST_REFERENCES),
    subject: beginningOf(subject.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), LONGEST_SUBJECT),
  };
}

/** The place of an answer to a mail; null where there is nothing to join. */
export function placeAfter({ messageId, references, subject }: MailThread): ThreadPlace | null {
  const topic = subject.replace(PREFIXES, '').trim();
  if (topic === '' && messageId === null) return null;
  return {
    subject: topic === '' ? '' : `Re: ${topic}`,
    inReplyTo: messageId,
    references: [...references, ...(messageId === null ? [] : [messageId])].slice(-MOST_REFERENCES),
  };
}

/** Only what can stand in a header as it is. */
const MESSAGE_ID = /<[!#-;=?-~]{1,240}@[!#-;=?-~]{1,240}>/g;

/** What mail programs put before a subject, in English, German and their neighbours, once or several times. */
const PREFIXES = /^((re|aw|antw|antwort|sv|wg|fw|fwd|vs|rif|res)(\[\d+\])?\s*:\s*)+/i;
