import type { JourneyHeader } from '../../domain/journey';
import { html, type Markup } from './html';
import { plusIcon } from './icons';
import { nameOf } from './messages';
import type { Desk } from './read';
import { postableEvents } from './words';

/** The customers to choose from, and the way to make another. */
export function peopleList({ people, asked }: Desk, journeys: readonly JourneyHeader[]): Markup {
  const { search, customerId } = asked;
  return html`<aside class="people" aria-labelledby="people-title">
    <h2 id="people-title">Customers</h2>
    <form class="search" method="get" action="/captured" role="search">
      <label for="search" class="sr">Find a customer</label>
      <input id="search" type="search" name="q" value="${search}" placeholder="Find by name or email" />
    </form>
    <nav id="people" aria-label="Customers">
      <a href="/captured" ${current(customerId === undefined)}>Everybody</a>
      ${people.map((person) => html`<a href="/captured?customer=${person.id}" ${current(person.id === customerId)}><span class="name">${nameOf(person)}</span> <span class="stage stage--${person.lifecycle}">${person.lifecycle}</span></a>`)}
      ${people.length === 0 && search && html`<p class="hint">Nobody is called “${search}”.</p>`}
    </nav>
    <details class="new" id="new">
      <summary>${plusIcon} New customer</summary>
      ${newCustomerForm(journeys)}
    </details>
  </aside>`;
}

/** Makes a customer and posts their first event. Filled in, so that one click starts the cardinal rule (M02). */
export function newCustomerForm(journeys: readonly JourneyHeader[]): Markup {
  return html`<form class="stack" method="post" action="/captured/customers">
    <label>Name <input name="name" required maxlength="100" value="Mia Okafor" autocomplete="off" /></label>
    <label>Email <input name="email" type="email" maxlength="200" value="mia@example.com" autocomplete="off" /></label>
    <label
      >Mobile phone <input name="phone" type="tel" maxlength="40" placeholder="+14155550123" autocomplete="off"
    /></label>
    <label class="check"><input type="checkbox" name="texts" value="yes" /> agrees to text messages</label>
    <label
      >Language
      <select name="locale">
        <option value="en">English</option>
        <option value="de">German</option>
      </select></label
    >
    <label>What happens first ${eventSelect(journeys, { selected: 'usage.dropped' })}</label>
    <button class="primary">Create and post</button>
  </form>`;
}

/** A choice of events, those that start a journey first. */
export function eventSelect(
  journeys: readonly JourneyHeader[],
  { id, selected }: { id?: string; selected?: string },
): Markup {
  const events = postableEvents(journeys);
  const group = (label: string, starting: boolean) =>
    html`<optgroup label="${label}">
      ${events.filter(({ starts }) => starts.length > 0 === starting).map(({ type, label: words, starts }) => html`<option value="${type}" ${type === selected && html` selected`}>${words}${starting && ` → ${starts.join(', ')}`}</option>`)}
    </optgroup>`;
  return html`<select name="type" ${id && html` id="${id}"`}>
    ${group('Starts a journey', true)}${group('Other events', false)}
  </select>`;
}

function current(is: boolean): Markup | false {
  return is && html` aria-current="page"`;
}
