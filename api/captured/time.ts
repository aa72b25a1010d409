import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/duration';
import { html, type Markup } from './html';

/** An instant as people say it, in this machine's zone, with the distance from `now`: "Tue 3 Mar, 09:00 · in 4 days". */
export function moment(at: Date, now: Date): Markup {
  return html`<time datetime="${at.toISOString()}"
    >${clock(at, now)} <span class="distance">${distance(at, now)}</span></time
  >`;
}

/** Only the distance, with the instant in the title. */
export function ago(at: Date, now: Date): Markup {
  return html`<time datetime="${at.toISOString()}" title="${clock(at, now)}">${distance(at, now)}</time>`;
}

const SAME_YEAR = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const OTHER_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const DISTANCE = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

function clock(at: Date, now: Date): string {
  return (at.getUTCFullYear() === now.getUTCFullYear() ? SAME_YEAR : OTHER_YEAR).format(at);
}

function distance(at: Date, now: Date): string {
  const away = at.getTime() - now.getTime();
  const size = Math.abs(away);
  if (size < MINUTE_MS) return 'just now';
  if (size < HOUR_MS) return DISTANCE.format(Math.round(away / MINUTE_MS), 'minute');
  if (size < 2 * DAY_MS) return DISTANCE.format(Math.round(away / HOUR_MS), 'hour');
  if (size < 60 * DAY_MS) return DISTANCE.format(Math.round(away / DAY_MS), 'day');
  return DISTANCE.format(Math.round(away / (30 * DAY_MS)), 'month');
}
