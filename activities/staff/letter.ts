import { newId } from '../../domain/ids';
import type { Db } from '../../prisma/client';
import { sealLetter, type Letter } from '../../prisma/staff/links';
import type { Channels } from '../channels/channels';

/** What mail to staff is sent with. Without `links` nothing knows where our pages are, and nothing is sent. */
export interface LetterDeps {
  readonly db: Db;
  readonly channels: Channels;
  readonly links?: { readonly baseUrl: string };
}

/** A mail to staff is about no customer: what stands in place of one. */
export const NO_CUSTOMER = '00000000-0000-0000-0000-000000000000';

/**
 * Mails a link to a member of staff: an invitation, or a way to another password. Its token is made now and stands nowhere else. Repeated, it sends
 * another mail, whose link alone is good. Says whether one was sent.
 */
export async function sendLetter(
  { db, channels, links }: LetterDeps,
  { linkId }: { readonly linkId: string },
  at: Date,
): Promise<{ readonly sent: boolean }> {
  const letter = links && (await sealLetter(db, linkId, at));
  if (!letter) return { sent: false };
  const email = channels.get('email');
  if (!email) throw new TypeError('there is no channel for mail');
  const { subject, lines, url } = wordsOf(letter, links.baseUrl);
  const text = [...lines, '', url, ''].join('\n');
  const html = `${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}<p><a href="${url}">${url}</a></p>`;
  const content = { channel: 'email', subject, html, text } as const;
  const [attemptId, touchId] = [newId(at), newId(at)];
  await email.send({ attemptId, touchId, customerId: NO_CUSTOMER, recipient: letter.staff.email, content, at });
  return { sent: true };
}

interface Words {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly url: string;
}

function wordsOf({ kind, token, staff: { name, locale } }: Letter, baseUrl: string): Words {
  const german = locale.startsWith('de');
  if (kind === 'reset') {
    const url = `${baseUrl}/app/reset?token=${token}`;
    return german
      ? {
          subject: 'Neues Passwort für Perennial',
          lines: [
            `Hallo ${name},`,
            'unter diesem Link wählen Sie ein neues Passwort. Er gilt eine Stunde und nur einmal.',
            'Sie haben nicht darum gebeten? Dann ist nichts zu tun: Ihr Passwort bleibt, wie es ist.',
          ],
          url,
        }
      : {
          subject: 'A new password for Perennial',
          lines: [
            `Hello ${name},`,
            'this link lets you choose a new password. It is good for one hour, and once.',
            'You did not ask for it? Then there is nothing to do: your password stays as it is.',
          ],
          url,
        };
  }
  const url = `${baseUrl}/app/welcome?token=${token}`;
  return german
    ? {
        subject: 'Ihre Einladung zu Perennial',
        lines: [
          `Hallo ${name},`,
          'Sie sind eingeladen, mit Perennial zu arbeiten. Der Link gilt eine Woche und nur einmal.',
        ],
        url,
      }
    : {
        subject: 'Your invitation to Perennial',
        lines: [`Hello ${name},`, 'you are invited to work with Perennial. The link is good for a week, and once.'],
        url,
      };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
