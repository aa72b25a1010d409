import { newId } from '../../domain/ids';
import type { LinkSettings } from '../../domain/public-pages';
import type { Playbook } from '../../domain/task';
import { translator, type Translation } from '../../domain/translation';
import type { Db } from '../../prisma/client';
import { claimDigest, dueDigests, waitingFor, type DueDigest, type Waiting } from '../../prisma/outgoing/notifications';
import type { Channels } from '../channels/channels';
import { NO_CUSTOMER } from '../staff/letter';

/** What digests are made from. `links`: where our pages are; without it there are no links. */
export interface DigestDeps {
  readonly db: Db;
  readonly channels: Channels;
  readonly links?: Pick<LinkSettings, 'baseUrl'>;
  readonly playbooks?: Readonly<Record<string, Playbook>>;
  /** What playbooks say in other languages, by language. */
  readonly translations?: Readonly<Record<string, Translation>>;
}

/**
 * Tells staff who want it, on each working day at their hour, what waits for them: by mail, at most once a day, and not when nothing waits. No
 * customer is named: mail lies about. Throws the first error in the end; the others get theirs all the same.
 */
export async function sendDigests(deps: DigestDeps, at: Date): Promise<void> {
  const errors: unknown[] = [];
  for (const digest of await dueDigests(deps.db, at))
    await send(deps, digest, at).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function send(deps: DigestDeps, digest: DueDigest, at: Date): Promise<void> {
  const { db, channels } = deps;
  if (!(await claimDigest(db, digest))) return;
  const waiting = await waitingFor(db, digest.staffId, at);
  if (waiting.mine === 0) return;
  const email = channels.get('email');
  if (!email) throw new TypeError('there is no channel for mail');
  const content = { channel: 'email', ...letter(deps, digest, waiting) } as const;
  const [attemptId, touchId] = [newId(at), newId(at)];
  await email.send({ attemptId, touchId, customerId: NO_CUSTOMER, recipient: digest.email, content, at });
}

/** The mail, in the language of whoever gets it. */
function letter(
  { links, playbooks = {}, translations = {} }: DigestDeps,
  { locale, timeZone }: DueDigest,
  waiting: Waiting,
) {
  const words = WORDS[locale === 'de' ? 'de' : 'en'];
  const say = translator(translations[locale] ?? { names: {}, sentences: {} }, locale);
  const clock = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const lines = waiting.next.map(({ id, playbook, dueAt }) => ({
    says: `${say(playbooks[playbook]?.title ?? playbook)} (${words.due} ${clock.format(dueAt)})`,
    link: links && `${links.baseUrl}/app/tasks/${id}`,
  }));
  const subject = words.subject(waiting.mine);
  const counts = words.counts(waiting);
  const text = [
    counts,
    '',
    ...lines.map(({ says, link }) => `- ${says}${link ? `\n  ${link}` : ''}`),
    '',
    words.why,
  ].join('\n');
  const items = lines.map(
    ({ says, link }) => `<li>${link ? `<a href="${escaped(link)}">${escaped(says)}</a>` : escaped(says)}</li>`,
  );
  return { subject, text, html: `<p>${escaped(counts)}</p><ul>${items.join('')}</ul><p>${escaped(words.why)}</p>` };
}

const WORDS = {
  en: {
    due: 'due',
    subject: (mine: number) => (mine === 1 ? 'One task waits for you' : `${mine} tasks wait for you`),
    counts: ({ mine, overdue, today }: Waiting) =>
      `${mine} in all, ${overdue} past due, ${today} due within a day. First:`,
    why: 'You get this on working days because you asked for it. You can stop it in your settings.',
  },
  de: {
    due: 'fällig',
    subject: (mine: number) => (mine === 1 ? 'Eine Aufgabe wartet auf Sie' : `${mine} Aufgaben warten auf Sie`),
    counts: ({ mine, overdue, today }: Waiting) =>
      `${mine} insgesamt, ${overdue} überfällig, ${today} binnen eines Tages fällig. Zuerst:`,
    why: 'Sie bekommen dies an Werktagen, weil Sie es so gewünscht haben. In Ihren Einstellungen können Sie es beenden.',
  },
} as const;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
