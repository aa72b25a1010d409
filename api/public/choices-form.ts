import { CHANNELS } from '../../domain/channel';
import { wallOf } from '../../domain/zone-clock';
import { html, type Markup } from '../captured/html';
import type { PreferencesShown } from './preferences-page';
import { dayIn } from './reader';
import type { TopicRow } from './topics';
import { LANGUAGES, wordsIn, type Language, type Words } from './words';
import { zoneOptions } from './zone-options';

/** The customer's choices in one form: topics by channel, the channel that comes first, frequency, pause, language, zone. */
export function choicesForm(shown: PreferencesShown, language: Language): Markup {
  const words = wordsIn(language);
  const { preferences } = words;
  const { here, rows, speaker, reader } = shown;
  return html`<form method="post" action="${here}">
    <input type="hidden" name="do" value="save" />
    <fieldset class="card">
      <legend>${preferences.topics}</legend>
      <p>${preferences.statement(speaker.productName)}</p>
      ${rows.map((row) => topic(row, words))} ${missing(shown, words)}
      <p class="soft">${words.necessary}</p>
    </fieldset>
    <fieldset class="card">
      <legend>${preferences.often}</legend>
      <div class="field">
        <label for="most">${preferences.most}</label>
        <select id="most" name="most">
          ${[0, 1, 2, 3, 5].map((count) => option(String(count), count === 0 ? preferences.asItComes : preferences.atMost(count), (shown.chosen.mostPerWeek ?? 0) === count))}
        </select>
      </div>
      ${pause(shown, language)}
    </fieldset>
    <fieldset class="card">
      <legend>${preferences.first}</legend>
      <div class="choices">${firstChannels(shown, words)}</div>
    </fieldset>
    <fieldset class="card">
      <legend>${preferences.you}</legend>
      <div class="field">
        <label for="language">${preferences.language}</label>
        <select id="language" name="language">
          ${LANGUAGES.map((each) => option(each, NAMES[each], reader.locale.startsWith(each)))}
        </select>
      </div>
      <div class="field">
        <label for="zone">${preferences.zone}</label>
        <select id="zone" name="zone">
          ${option('', preferences.zoneUnknown, reader.timeZone === null)} ${zoneOptions(reader.timeZone)}
        </select>
      </div>
    </fieldset>
    <p class="save"><button class="primary">${preferences.save}</button></p>
  </form>`;
}

const NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

function topic({ topic: name, label, description, cells }: TopicRow, { channels, preferences }: Words): Markup {
  return html`<div class="topic" role="group" aria-labelledby="topic-${name}">
    <p class="topic-name" id="topic-${name}">${label}</p>
    ${description && html`<p class="soft">${description}</p>`}
    <div class="choices">
      ${cells.map(
        ({ channel, isOn, awaits }) =>
          html`<input type="hidden" name="shown" value="${name}:${channel}" /><label class="choice"
              ><input type="checkbox" name="on" value="${name}:${channel}" ${isOn && CHECKED} />
              <span>${channels[channel]}${awaits && html` <em class="soft">(${preferences.awaits})</em>`}</span></label
            >`,
      )}
    </div>
  </div>`;
}

function missing({ reachable }: PreferencesShown, { channels, preferences }: Words): Markup | false {
  const names = CHANNELS.filter((channel) => channel !== 'push' && !reachable.has(channel)).map((one) => channels[one]);
  return names.length > 0 && html`<p class="soft">${preferences.onlyIn(names.join(', '))}</p>`;
}

function firstChannels({ reachable, chosen }: PreferencesShown, { channels, preferences }: Words): Markup[] {
  const first = chosen.channels[0] ?? '';
  const named = CHANNELS.filter((channel) => reachable.has(channel)).map((one) => [one, channels[one]] as const);
  return [['', preferences.asItFits] as const, ...named].map(
    ([value, label]) =>
      html`<label class="choice"
        ><input type="radio" name="first" value="${value}" ${value === first && CHECKED} /> <span>${label}</span></label
      >`,
  );
}

function pause({ chosen, reader, now }: PreferencesShown, language: Language): Markup {
  const { preferences } = wordsIn(language);
  const { pausedUntil } = chosen;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  const zone = reader.timeZone ?? 'UTC';
  const day = isPaused ? new Date(wallOf(zone, pausedUntil.getTime())).toISOString().slice(0, 10) : '';
  return html`<div class="field">
    <label for="pause">${preferences.pause}</label>
    <input id="pause" type="date" name="pause" value="${day}" aria-describedby="pause-hint" />
    <p class="soft" id="pause-hint">
      ${isPaused && html`<strong>${preferences.pausedUntil(dayIn(language, zone)(pausedUntil))}.</strong> `}${preferences.pauseHint}
    </p>
  </div>`;
}

function option(value: string, label: string, isChosen: boolean): Markup {
  return html`<option value="${value}" ${isChosen && SELECTED}>${label}</option>`;
}

const CHECKED = html`checked`;
const SELECTED = html`selected`;
