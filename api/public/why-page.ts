import { CONSENT_DUTY, OWN_QUESTION } from '../../domain/policy/consent';
import type { PublicSender } from '../../domain/public-pages';
import type { ConsentRow } from '../../prisma/consents';
import type { TouchFile } from '../../prisma/touches';
import { html, type Markup } from '../captured/html';
import type { Page } from './layout';
import { dayIn } from './reader';
import { wordsIn, type Language, type Words } from './words';

/** What there is to say of one message. Paths lead to pages of the same customer. */
export interface WhyFacts {
  readonly touch: TouchFile;
  readonly sentAt: Date;
  readonly zone: string | null;
  readonly address: string | null;
  readonly cause: { readonly text: string; readonly language: Language } | null;
  readonly topic: string;
  /** What the customer had said of it by then. */
  readonly consent: ConsentRow | null;
  readonly speaker: PublicSender;
  readonly stop: string | null;
  readonly change: string;
  readonly help: string;
}

/** Why a message was sent: what led to it, what it is about, what allows it and since when, and what was checked. */
export function whyPage(facts: WhyFacts, language: Language): Page {
  const words = wordsIn(language);
  const { why, unsubscribe, help } = words;
  const { touch, sentAt, zone, address, cause, topic, speaker, stop } = facts;
  const by = touch.channel ? words.by[touch.channel] : '';
  const body = html`<p class="lead">${why.sent(dayIn(language, zone)(sentAt), by, address ?? '')}</p>
    <section class="card" aria-labelledby="cause">
      <h2 id="cause">${why.cause}</h2>
      <p lang="${cause?.language ?? language}">${cause?.text ?? why.causeUnknown(speaker.productName)}</p>
      <h2>${why.topic}</h2>
      <p>${topic}</p>
      <h2>${why.allowed}</h2>
      ${basis(facts, words, language)}
    </section>
    ${checked(touch, words)}
    <nav class="ways" aria-label="${unsubscribe.choose}">
      ${stop && html`<a class="button" href="${stop}">${why.stop}</a>`}
      <a class="button" href="${facts.change}">${why.change}</a>
      <a class="button" href="${facts.help}">${help.link}</a>
    </nav>`;
  return { title: why.title, body };
}

function basis({ touch, consent, zone, speaker }: WhyFacts, { why }: Words, language: Language): Markup {
  const duty = touch.channel && CONSENT_DUTY[touch.messageClass][touch.channel];
  if (duty === 'nothing') return html`<p>${why.basis.nothing}</p>`;
  if (consent?.state !== 'granted') return html`<p>${why.basis.unlessRefused(speaker.productName)}</p>`;
  const day = dayIn(language, zone);
  const { expiresAt, wording, locale } = consent;
  return html`<p>
      ${why.basis[GROUNDS[consent.basis] ?? 'consent'](day(consent.at))}${expiresAt && html` ${why.basis.until(day(expiresAt))}`}
    </p>
    ${
      wording !== null &&
      html`<p class="soft">${why.yourWords}</p>
        <blockquote lang="${locale ?? language}">${wording}</blockquote>`
    }`;
}

const GROUNDS: Readonly<Record<string, Exclude<keyof Words['why']['basis'], 'nothing' | 'unlessRefused' | 'until'>>> = {
  double_opt_in: 'doubleOptIn',
  implied_purchase: 'purchase',
  implied_inquiry: 'inquiry',
  [OWN_QUESTION]: 'question',
  soft_opt_in: 'softOptIn',
  contract: 'contract',
};

/** The rules that let the message pass on its channel, and those of the whole message, each once, as far as there are words for it. */
function checked({ verdicts, channel }: TouchFile, { why }: Words): Markup | false {
  const applied = verdicts.filter(
    (verdict) => verdict.pass && (verdict.channel === null || verdict.channel === channel),
  );
  const rules = Object.keys(why.rules).filter((rule) => applied.some((verdict) => verdict.rule === rule));
  return (
    rules.length > 0 &&
    html`<section class="card" aria-labelledby="checked">
      <h2 id="checked">${why.checked}</h2>
      <ul>
        ${rules.map((rule) => html`<li>${why.rules[rule]}</li>`)}
      </ul>
    </section>`
  );
}
