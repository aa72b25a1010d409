import { CHANNELS, type Channel } from '../../domain/channel';
import type { ConsentRow } from '../../prisma/consents';
import { html, type Markup } from '../captured/html';
import type { PreferencesShown } from './preferences-page';
import { dayIn, masked } from './reader';
import { topicLabel } from './topics';
import { wordsIn, type Language, type Words } from './words';

/** What is on file of a customer and where it came from: addresses in part, and everything that they ever agreed to or took back. */
export function onFile({ reader, records, settings, speaker }: PreferencesShown, language: Language): Markup {
  const words = wordsIn(language);
  const { file } = words;
  const day = dayIn(language, reader.timeZone);
  const fact = (label: string, value: string | null) =>
    html`<div>
      <dt>${label}</dt>
      <dd>
        ${value ?? file.none}${value !== null && html` <span class="soft">${file.fromProduct(speaker.productName)}</span>`}
      </dd>
    </div>`;
  return html`<section class="card" aria-labelledby="file">
    <h2 id="file">${file.title}</h2>
    <p>${file.lead(speaker.productName)}</p>
    <dl class="facts">
      ${fact(file.name, reader.name)} ${fact(file.email, reader.email && masked(reader.email))}
      ${fact(file.phone, reader.phone && masked(reader.phone))}
    </dl>
    <details>
      <summary>${file.said}</summary>
      ${records.length === 0 && html`<p>${file.saidNothing}</p>`}
      <ol class="said">
        ${records.toReversed().map((record) => html`<li>${sayingOf(record, words)}${wordingOf(record)}</li>`)}
      </ol>
    </details>
  </section>`;

  function sayingOf({ at, state, channel, topic, method, expiresAt }: ConsentRow, { channels }: Words): Markup {
    const where = isChannel(channel) ? channels[channel] : file.everyChannel;
    const about = topic === '*' ? file.everyTopic : topicLabel(settings, topic, language);
    const how = file.methods[method] ?? method;
    return html`<time datetime="${at.toISOString()}">${day(at)}</time>: <strong>${file.states[state]}</strong>,
      ${where}, ${about}, ${how}${expiresAt && state === 'granted' && html`, ${file.until(day(expiresAt))}`}`;
  }
}

function wordingOf({ wording }: ConsentRow): Markup | null {
  return wording === null ? null : html`<q>${wording}</q>`;
}

function isChannel(channel: string): channel is Channel {
  return (CHANNELS as readonly string[]).includes(channel);
}
