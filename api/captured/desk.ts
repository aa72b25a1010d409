import { html, type Markup } from './html';
import { layout, type Document, type Link } from './layout';
import { customerPanel } from './customer';
import { nameOf, stream } from './messages';
import { newCustomerForm, peopleList } from './people';
import type { Desk } from './read';
import type { CapturedDeps } from './pages';

/** The page: customers, messages, and the customer who is chosen. An installation without any customer gets a start instead. */
export function deskPage(
  desk: Desk,
  { journeys, playbooks, links = [] }: CapturedDeps,
  notice: string | null,
  now: Date,
): Document {
  const { chosen, asked } = desk;
  const isEmpty = desk.people.length === 0 && desk.messages.length === 0 && asked.search === '';
  const said = notice && html`<p class="notice" role="status">${notice}</p>`;
  const body = isEmpty
    ? html`<main class="start">${said}${start(newCustomerForm(journeys))}</main>`
    : html`<main class="desk${chosen && ' desk--chosen'}">
        ${said} ${peopleList(desk, journeys)} ${stream(desk, now)}
        ${chosen && customerPanel(chosen, { journeys, playbooks, now })}
      </main>`;
  return layout({
    title: chosen ? nameOf(chosen.customer) : 'Captured messages',
    body,
    links,
    live: asked.before === undefined,
  });
}

/** A page that says why something was not done, and leads back. */
export function troublePage(sentence: string, links: readonly Link[]): Document {
  const body = html`<main class="start">
    <section class="trouble">
      <h1>That was not done</h1>
      <p>${sentence}</p>
      <p><a href="/captured">Back to the messages</a></p>
    </section>
  </main>`;
  return layout({ title: 'Not done', body, links, live: false });
}

function start(form: Markup): Markup {
  return html`<section class="hello">
      <h1>Play a journey by hand</h1>
      <p>
        No message has been captured yet. Make a customer whose use of your product drops, and see what happens when
        they do not answer.
      </p>
      <ol>
        <li><b>Create and post.</b> The event starts the at-risk journey, and its first message appears here.</li>
        <li><b>Answer, or let the time pass.</b> Reply, click, log in; or stay silent and skip the days of waiting.</li>
        <li>
          <b>Be the person who helps.</b> After two unanswered messages a task appears. Its outcome steers the journey.
        </li>
      </ol>
    </section>
    ${form}`;
}
