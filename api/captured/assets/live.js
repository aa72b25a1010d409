// Keeps the page fresh without touching what somebody is typing, and gives message frames the height of what is in them.
// Everything works without this file: the page then has to be reloaded by hand.
'use strict';

const EVERY_MS = 1500;
const SAID_FOR_MS = 5000;
/** Regions that are replaced as a whole when they change; messages come and go one by one. */
const REGIONS = ['people', 'stream-title', 'who', 'tasks', 'runs', 'story'];

let version = document.body.dataset.version;
/** What the server sent for each region and message, as opposed to what has become of it on the page. */
let served = snapshot(document);

fitFrames();
setInterval(() => void look(), EVERY_MS);
document.addEventListener('visibilitychange', () => void look());
window.addEventListener('resize', fitFrames);
forgetNotice();

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { 'If-None-Match': `"${version}"` }, cache: 'no-store' }).catch(
    () => null,
  );
  if (!answer) say('The server does not answer. This page goes on by itself when it is back.');
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // The first customer, or none any more: the page has another shape.
  if (fresh.querySelector('main').className !== document.querySelector('main').className) {
    location.reload();
    return;
  }
  version = fresh.body.dataset.version;
  const now = snapshot(fresh);
  for (const id of REGIONS) if (now.get(id) !== served.get(id)) replace(id, fresh);
  renewMessages(fresh, now);
  served = now;
}

function snapshot(page) {
  const regions = REGIONS.map((id) => page.getElementById(id)).filter(Boolean);
  return new Map(
    [...regions, ...page.querySelectorAll('#messages > article')].map((element) => [element.id, element.outerHTML]),
  );
}

function replace(id, fresh) {
  const old = document.getElementById(id);
  const next = fresh.getElementById(id);
  if (!old || !next || isBusy(old)) return;
  for (const details of old.querySelectorAll('details[id]')) {
    const twin = next.querySelector(`#${CSS.escape(details.id)}`);
    if (twin) twin.open = details.open;
  }
  old.replaceWith(document.adoptNode(next));
}

/** Messages that stay are not moved, because a frame that moves loads again. */
function renewMessages(fresh, now) {
  const list = document.getElementById('messages');
  for (const old of document.querySelectorAll('#messages > article')) if (!now.has(old.id)) old.remove();
  let place = list.firstElementChild;
  let arrived = 0;
  for (const next of fresh.querySelectorAll('#messages > article')) {
    if (place?.id === next.id) {
      const changed = withoutTimes(now.get(next.id)) !== withoutTimes(served.get(next.id) ?? '');
      const after = place.nextElementSibling;
      if (changed && !isBusy(place)) place.replaceWith(document.adoptNode(next));
      else place.querySelector('.when')?.replaceChildren(...next.querySelector('.when').childNodes);
      place = after;
      continue;
    }
    const added = document.adoptNode(next);
    added.classList.add('arriving');
    list.insertBefore(added, place);
    arrived += 1;
  }
  const quiet = document.getElementById('quiet');
  if (quiet) quiet.hidden = list.children.length > 0;
  if (arrived > 0) say(arrived === 1 ? 'A new message has arrived.' : `${arrived} new messages have arrived.`);
  fitFrames();
}

/** The newest message is open for an answer, so an older one closes; neither that nor its age makes it another message. */
function withoutTimes(markup) {
  return markup.replace(/<time .*?<\/time>/gs, '').replace(/(<details class="answer"[^>]*?) open(="")?/g, '$1');
}

/** Somebody types here, or has. */
function isBusy(region) {
  if (region.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')) return true;
  return [...region.querySelectorAll('textarea, input:not([type=hidden])')].some(
    (field) => field.value !== field.defaultValue,
  );
}

function fitFrames() {
  for (const frame of document.querySelectorAll('iframe.letter')) {
    frame.removeEventListener('load', fit);
    frame.addEventListener('load', fit);
    fit.call(frame);
  }
}

/** A click on a link in a message is the customer's click. */
function click(event) {
  const link = event.target.closest?.('a[href]');
  const message =
    link &&
    [...document.querySelectorAll('#messages > article')].find(
      (article) => article.querySelector('iframe')?.contentDocument === link.ownerDocument,
    );
  if (!message) return;
  event.preventDefault();
  const form = Object.assign(document.createElement('form'), {
    method: 'post',
    action: `/captured/messages/${message.id.slice(2)}/click`,
  });
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'link', value: link.href }));
  document.body.append(form);
  form.submit();
}

function fit() {
  const root = this.contentDocument?.documentElement;
  if (!root || !this.contentDocument.body?.childElementCount) return;
  this.contentDocument.addEventListener('click', click);
  this.style.height = '0';
  this.style.height = `${root.scrollHeight}px`;
}

let silence;

/** Says something for a while, and once. */
function say(sentence) {
  const news = document.getElementById('news');
  if (news.textContent !== sentence) news.textContent = sentence;
  clearTimeout(silence);
  silence = setTimeout(() => news.replaceChildren(), SAID_FOR_MS);
}

/** A notice belongs to what was just done, not to the address. */
function forgetNotice() {
  const address = new URL(location.href);
  if (!address.searchParams.has('notice')) return;
  address.searchParams.delete('notice');
  history.replaceState(null, '', address);
  version = '';
}
