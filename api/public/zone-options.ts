import { html, type Markup } from '../captured/html';

/** The zones that people live in, by their part of the world, with the customer's own chosen. */
export function zoneOptions(chosen: string | null): Markup {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'));
  const all = chosen === null || zones.includes(chosen) ? zones : [chosen, ...zones];
  const parts = new Map<string, string[]>();
  for (const zone of all) {
    const part = zone.split('/')[0]!.replaceAll('_', ' ');
    parts.set(part, [...(parts.get(part) ?? []), zone]);
  }
  return html`${[...parts].map(
    ([part, named]) =>
      html`<optgroup label="${part}">
        ${named.map((zone) => html`<option value="${zone}" ${zone === chosen && SELECTED}>${placeOf(zone)}</option>`)}
      </optgroup>`,
  )}`;
}

const SELECTED = html`selected`;

function placeOf(zone: string): string {
  return zone.split('/').slice(1).join(', ').replaceAll('_', ' ') || zone;
}
