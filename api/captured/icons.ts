import type { Channel } from '../../domain/channel';
import { html, type Markup } from './html';

/** The mark of the product: a sprig that comes back every year. */
export const mark = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <path d="M12 22V10" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
  <path d="M12 12C12 7 8 4 3 4c0 5 3.5 8 9 8Z" fill="currentColor" />
  <path d="M12 15c0-4 3.2-6.5 8-6.5 0 4-3 6.5-8 6.5Z" fill="currentColor" opacity=".55" />
</svg>`;

export const clockIcon = icon(html`<circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.5 1.5" />`);
export const personIcon = icon(
  html`<circle cx="8" cy="5.2" r="2.7" /><path d="M2.8 14c.5-3 2.5-4.5 5.2-4.5s4.7 1.5 5.2 4.5" />`,
);
export const forwardIcon = icon(html`<path d="M3 3.5 8 8l-5 4.5ZM8.5 3.5l5 4.5-5 4.5Z" />`);
export const plusIcon = icon(html`<path d="M8 3v10M3 8h10" />`);

/** A channel's sign. Decorative: the name stands beside it. */
export function channelIcon(channel: Channel): Markup {
  switch (channel) {
    case 'email':
      return icon(
        html`<rect x="1.8" y="3.3" width="12.4" height="9.4" rx="1.5" /><path d="m2.3 4.5 5.7 4.3 5.7-4.3" />`,
      );
    case 'sms':
      return icon(
        html`<path
          d="M2 4.5A1.5 1.5 0 0 1 3.5 3h9A1.5 1.5 0 0 1 14 4.5v5a1.5 1.5 0 0 1-1.5 1.5H7l-3 2.5V11h-.5A1.5 1.5 0 0 1 2 9.5Z"
        />`,
      );
    case 'push':
      return icon(html`<path d="M3.5 11.5h9L11.3 10V7a3.3 3.3 0 0 0-6.6 0v3ZM6.7 13.7h2.6M8 2v1.5" />`);
    case 'in-app':
      return icon(html`<rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.5" /><path d="M1.8 6h12.4M8 9.5h3.5" />`);
  }
}

function icon(paths: Markup): Markup {
  return html`<svg
    class="icon"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;
}
