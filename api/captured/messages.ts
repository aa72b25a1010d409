import type { CapturedView } from '../../prisma/captured';
import { encodeCursor } from '../page';
import { html, type Markup } from './html';
import { channelIcon, mark, personIcon } from './icons';
import { linksIn, pagesIn } from './links';
import type { Desk } from './read';
import { ago } from './time';

/** The captured messages, newest first, each as the customer would see it and with a way to answer it. */
export function stream({ messages, hasOlder, asked, chosen }: Desk, now: Date): Markup {
  const last = messages.at(-1);
  const who = chosen ? `Messages to ${nameOf(chosen.customer)}` : 'All messages';
  return html`<section id="stream" class="stream" aria-labelledby="stream-title">
    <h1 id="stream-title">${who}</h1>
    <div id="messages">${messages.map((message, index) => card(message, { open: index === 0, now }))}</div>
    ${messages.length === 0 && html`<div class="quiet" id="quiet">${nothingYet(asked.customerId !== undefined)}</div>`}
    ${hasOlder && last && html`<p class="older"><a href="${olderThan(last, asked.customerId)}">Older messages</a></p>`}
  </section>`;
}

/** The name to show for a customer, who may have told nobody theirs. */
export function nameOf({ name, email, id }: { name: string | null; email?: string | null; id: string }): string {
  return name ?? email ?? `Customer ${id.slice(-6)}`;
}

function card(message: CapturedView, { open, now }: { open: boolean; now: Date }): Markup {
  const { id, channel, customerId, at, journey } = message;
  const name = nameOf({ name: message.customerName, email: message.recipient, id: customerId });
  return html`<article class="message message--${channel}" id="m-${id}" aria-label="${LABELS[channel]} to ${name}">
    <header>
      <span class="channel">${channelIcon(channel)} ${LABELS[channel]}</span>
      <a class="to" href="/captured?customer=${customerId}">${name}</a>
      ${message.recipient && html`<span class="address">${message.recipient}</span>`}
      <span class="when">${ago(at, now)}</span>
    </header>
    ${content(message)}
    <footer>
      <p class="source">${journey && html`<b>${journey}</b>`} ${message.message}</p>
      ${answers(message, name, open)}
    </footer>
  </article>`;
}

const LABELS = { email: 'Email', sms: 'Text message', push: 'Notification', 'in-app': 'In-app' } as const;

function content(message: CapturedView): Markup {
  switch (message.channel) {
    case 'email':
      return html`<h2 class="subject">${message.subject}</h2>
        ${frame(message)}
        <details class="plain" id="plain-${message.id}">
          <summary>Plain text part</summary>
          <pre>${message.text}</pre>
        </details>`;
    case 'sms':
      return html`<div class="phone"><p class="bubble">${message.text}</p></div>`;
    case 'push':
      return html`<div class="screen">
        <div class="notification">
          ${mark}
          <div>
            <h2>${message.subject}</h2>
            <p>${message.text}</p>
          </div>
        </div>
      </div>`;
    case 'in-app':
      return html`<div class="product">
        <div class="product-bar" aria-hidden="true"><i></i><i></i><i></i></div>
        <div class="note note--${message.form}">
          <h2>${message.subject}</h2>
          ${frame(message)} ${message.steps.length > 0 && checklist(message)}
          ${message.action && html`<form method="post" action="/captured/messages/${message.id}/click"><input type="hidden" name="link" value="${message.action.url}" /><button class="primary">${message.action.label}</button></form>`}
        </div>
      </div>`;
  }
}

function checklist({ steps, done }: CapturedView): Markup {
  return html`<ul class="steps">
    ${steps.map(({ label }, index) => html`<li class="${done.includes(index) && 'done'}">${label}</li>`)}
  </ul>`;
}

/** No script runs in the frame; it is of the same origin only so that the page can give it the height of what is in it. */
function frame({ id, subject }: CapturedView): Markup {
  return html`<iframe
    class="letter"
    sandbox="allow-same-origin"
    src="/captured/messages/${id}/content"
    title="${subject ?? 'Message'}"
    loading="lazy"
  ></iframe>`;
}

/** The pages of the message open as its customer would see them, and do what they say. */
function pages(message: CapturedView, name: string): Markup | false {
  const links = pagesIn(message);
  return (
    links.length > 0 &&
    html`<p class="pages">
      Pages of ${name}:
      ${links.map(({ label, url }, index) => html`${index > 0 && ' · '}<a href="${url}" target="_blank" rel="noopener">${label}</a>`)}
    </p>`
  );
}

function answers(message: CapturedView, name: string, open: boolean): Markup {
  const { id, channel } = message;
  const action = `/captured/messages/${id}`;
  const links = channel === 'in-app' ? [] : linksIn(message);
  return html`<details class="answer" id="answer-${id}" ${open && html` open`}>
    <summary>${personIcon} Answer as ${name}</summary>
    <form class="reply" method="post" action="${action}/reply">
      <label for="reply-${id}" class="sr">Reply</label>
      <textarea
        id="reply-${id}"
        name="text"
        rows="2"
        maxlength="5000"
        required
        placeholder="Write back as ${name} would"
      ></textarea>
      <button class="primary">Reply</button>
    </form>
    <div class="row">
      ${links.map(({ label, url }) => html`<form method="post" action="${action}/click"><input type="hidden" name="link" value="${url}" /><button title="${url}">Click “${label}”</button></form>`)}
      <form method="post" action="${action}/login"><button>Log in</button></form>
      <form method="post" action="${action}/help"><button>Ask for a person</button></form>
    </div>
    ${pages(message, name)}
  </details>`;
}

function nothingYet(isOfOne: boolean): Markup {
  return isOfOne
    ? html`<p>No message to this customer yet.</p>
        <p>Post an event that starts a journey, or start one by hand. Messages show up here by themselves.</p>`
    : html`<p>No message yet.</p>
        <p>What journeys say to customers shows up here by itself.</p>`;
}

function olderThan({ at, id }: CapturedView, customerId: string | undefined): string {
  const query = new URLSearchParams({
    ...(customerId ? { customer: customerId } : {}),
    before: encodeCursor([at.toISOString(), id]),
  });
  return `/captured?${query.toString()}`;
}
