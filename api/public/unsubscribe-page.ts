import type { Channel, MessageClass } from '../../domain/channel';
import { HOUR_MS } from '../../domain/duration';
import { pageUrl, type PublicSender } from '../../domain/public-pages';
import type { SignedLink } from '../../domain/signed-link';
import { html, type Markup } from '../captured/html';
import type { PublicDeps } from './deps';
import type { Page } from './layout';
import type { Visit } from './visit';
import { wordsIn, type Language } from './words';

/** The message that somebody wants no more of. `topic` as customers call it. */
export interface StopFacts {
  readonly channel: Channel;
  readonly purpose: MessageClass;
  readonly topic: string;
  readonly here: string;
  readonly speaker: PublicSender;
}

/** Asks what shall stop, the nearest thing first. One button, no questions why. */
export function unsubscribePage({ channel, purpose, topic, here, speaker }: StopFacts, language: Language): Page {
  const words = wordsIn(language);
  const { unsubscribe } = words;
  const by = words.by[channel];
  const scopes = [
    ['topic', unsubscribe.topic(topic, by)],
    ['purpose', unsubscribe.purpose(words.classes[purpose], by)],
    ['channel', unsubscribe.channel(by)],
    ['everything', unsubscribe.everything],
  ] as const;
  const body = html`<p class="lead">${unsubscribe.lead(speaker.productName)}</p>
    <form method="post" action="${here}">
      <fieldset class="card">
        <legend>${unsubscribe.which}</legend>
        <div class="choices choices--stacked">
          ${scopes.map(
            ([scope, label], index) =>
              html`<label class="choice"
                ><input type="radio" name="scope" value="${scope}" ${index === 0 && html`checked`} />
                <span>${label}</span></label
              >`,
          )}
        </div>
        <p class="soft">${words.necessary}</p>
      </fieldset>
      <p class="save"><button class="primary">${unsubscribe.button}</button></p>
    </form>`;
  return { title: unsubscribe.title, body };
}

/** How long the link to the choices is good that an unsubscribe page hands out. */
const LINK_FOR_MS = HOUR_MS;

/** Says that it has stopped, whether it did so now or before. */
export function stoppedPage(
  preferences: SignedLink<'preferences'> | null,
  { pageLinks }: Pick<PublicDeps, 'pageLinks'>,
  { now, keeps }: Pick<Visit, 'now' | 'keeps'>,
  language: Language,
): Page {
  const { unsubscribe, necessary } = wordsIn(language);
  const until = new Date(now.getTime() + LINK_FOR_MS);
  const href = preferences && new URL(pageUrl(pageLinks, preferences, until)).pathname + keeps;
  const body: Markup = html`<p class="lead">${unsubscribe.doneLead} ${necessary}</p>
    ${href && html`<p><a class="button" href="${href}">${unsubscribe.choose}</a></p>`}`;
  return { title: unsubscribe.done, body };
}
