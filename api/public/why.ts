import type { Channel } from '../../domain/channel';
import { decisiveConsent } from '../../domain/policy/consent';
import { owesUnsubscribe } from '../../domain/policy/duties';
import { pageUrl } from '../../domain/public-pages';
import { causeInWords } from '../../messages/causes';
import { consentsOf } from '../../prisma/consents';
import type { Customer } from '../../prisma/generated/client';
import { readSettings } from '../../prisma/settings';
import { findTouch, type TouchFile } from '../../prisma/touches';
import type { PublicDeps } from './deps';
import { findReader, masked } from './reader';
import { topicLabel } from './topics';
import { languageFor, sendPage, sendTrouble, type Visit } from './visit';
import { whyPage } from './why-page';
import type { Language } from './words';

/** Answers "why am I getting this?" truthfully (M19), in plain words, from what the gate wrote down when it let the message pass (X11). */
export async function showWhy(deps: PublicDeps, visit: Visit<'why'>): Promise<void> {
  const { db, pageLinks, speaker } = deps;
  const { link, request, response, keeps } = visit;
  const touch = await findTouch(db, link.touchId);
  const reader = touch && (await findReader(db, touch.customerId));
  if (!touch || !reader) return sendTrouble(deps, request, response, 'gone');
  const language = languageFor(request, reader.locale);
  const sentAt = touch.sentAt ?? touch.updatedAt;
  const { channel } = touch;
  const about = channel && { channel, topic: touch.topic, purpose: touch.messageClass };
  const known = (await consentsOf(db, reader.id)).filter(({ at }) => at <= sentAt);
  const { settings } = await readSettings(db);
  const to = (kind: 'preferences' | 'help' | 'unsubscribe') =>
    new URL(pageUrl(pageLinks, linkOf(kind, touch, reader))).pathname + keeps;
  const page = whyPage(
    {
      touch,
      sentAt,
      zone: reader.timeZone,
      address: addressOf(reader, channel),
      cause: causeOf(deps, touch, language),
      topic: topicLabel(settings, touch.topic, language),
      consent: about && decisiveConsent(known, about, sentAt),
      speaker,
      stop: owesUnsubscribe(touch.messageClass) ? to('unsubscribe') : null,
      change: to('preferences'),
      help: to('help'),
    },
    language,
  );
  sendPage(deps, visit, language, page);
}

function linkOf(kind: 'preferences' | 'help' | 'unsubscribe', touch: TouchFile, { id: customerId }: Customer) {
  const { id: touchId, channel, topic, messageClass: purpose } = touch;
  switch (kind) {
    case 'preferences':
      return { kind, customerId };
    case 'help':
      return { kind, customerId, touchId };
    case 'unsubscribe':
      return { kind, customerId, touchId, channel: channel ?? '', topic, purpose };
  }
}

function addressOf({ email, phone }: Customer, channel: Channel | null): string | null {
  if (channel === 'email') return email && masked(email);
  return channel === 'sms' ? phone && masked(phone) : null;
}

/** What customers are told of the journey, else its story for staff, which is in English. */
function causeOf({ journeys }: PublicDeps, { journey }: TouchFile, language: Language) {
  const words = journey === null ? undefined : causeInWords(journey, language);
  if (words !== undefined) return { text: words, language };
  const story = journeys.find(({ name }) => name === journey)?.story;
  return story === undefined ? null : { text: story, language: 'en' as const };
}
