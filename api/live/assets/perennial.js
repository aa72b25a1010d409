// Shows a customer's in-app messages in an open page, and reports what becomes of them (docs/embedding.md). It needs nothing else, and makes
// no HTML of what it is told. What is served is this without comments and indentation.
(() => {
  'use strict';
  const script = document.currentScript;
  const WORDS = {
    en: { all: 'Messages', close: 'Close', help: 'Ask a person', asked: 'A person will get back to you.' },
    de: {
      all: 'Nachrichten',
      close: 'Schließen',
      help: 'Einen Menschen fragen',
      asked: 'Ein Mensch meldet sich bei Ihnen.',
    },
  };
  /** How many are shown at a time in each place. */
  const ROOM = { banner: 1, corner: innerWidth < 480 ? 1 : 2 };

  let settings, token, cursor, pushKey, root, abort, before, renewal, looking, flushing;
  let words = WORDS.en;
  let queue = [];
  let run = 0;
  let wake = () => {};
  /** What is on the page, by message id. */
  const shown = new Map();

  /** `token`, and `refresh`: a function that answers a new one, or the address of `{ token }`; `worker`, `locale`, `base` if they differ. */
  function start(given) {
    stop();
    settings = { base: new URL('.', script.src), worker: '/live/push-worker.js', ...script.dataset, ...given };
    token = settings.token;
    queue = JSON.parse(stored() ?? '[]');
    void live(++run);
  }

  function stop() {
    run++;
    wake();
    abort?.abort();
    clearTimeout(renewal);
    shown.forEach((_, id) => hide(id));
    cursor = undefined;
  }

  /* What the server says. A page that is not looked at hears nothing, and catches up when it is. */

  async function live(mine) {
    let failures = 0;
    let polls = 0;
    while (mine === run) {
      let rest = 3e4;
      try {
        if (document.hidden) rest = 1e9;
        else {
          void flush();
          if (polls-- > 0) apply(await (await call('messages?after=' + (cursor ?? ''))).json());
          else {
            // Something on the way holds the stream back: better ask from time to time.
            if (!(await listen())) polls = 10;
            rest = 1e3 * Math.random();
          }
        }
        failures = 0;
      } catch ({ status, wait }) {
        if (status === 401 && !settings.refresh) return;
        if (status === 401) await renew();
        rest = wait || Math.min(3e4, 500 * 2 ** failures++) * (0.5 + Math.random() / 2);
      }
      await new Promise((done) => {
        wake = done;
        setTimeout(done, mine === run ? rest : 0);
      });
    }
  }

  /** Reads the stream until it ends, and says whether anything came. The server is heard every 15 seconds at least. */
  async function listen() {
    abort = new AbortController();
    const { signal } = abort;
    const cut = () => abort.abort();
    let heard = false;
    let watch = setTimeout(cut, 1e4);
    try {
      const { body } = await call('events', { signal, headers: cursor && { 'Last-Event-ID': cursor } });
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ''; ;) {
        const { value, done } = await reader.read();
        if (done) return true;
        heard = true;
        clearTimeout(watch);
        watch = setTimeout(cut, 45e3);
        const blocks = (text + value).split('\n\n');
        text = blocks.pop();
        for (const block of blocks) apply(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}'));
      }
    } catch (error) {
      if (signal.aborted) return heard || document.hidden;
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  function apply({ hello, cursor: next, messages = [] }) {
    if (hello) {
      words = WORDS[(settings.locale ?? hello.locale).slice(0, 2)] ?? WORDS.en;
      pushKey = hello.push_key;
      clearTimeout(renewal);
      renewal = setTimeout(() => void renew(true), hello.expires_in * 800);
      if (push.state() === 'granted') push.act('renew').catch(() => {});
    }
    cursor = next ?? cursor;
    for (const message of messages.reverse()) (message.open ? show : hide)(message.id, message);
  }

  /** Another hour from the server while the token lives; a new one from the product when it does not. */
  async function renew(lives) {
    const { refresh } = settings;
    try {
      if (lives || typeof refresh === 'string') {
        token = (await (await (lives ? call('token', { method: 'POST' }) : fetch(refresh))).json()).token;
      } else token = await refresh();
    } catch {
      // Whoever is refused next asks again.
    }
  }

  async function call(path, { headers, body, ...rest } = {}) {
    const response = await fetch(new URL(path, settings.base), {
      cache: 'no-store',
      credentials: 'omit',
      headers: { Authorization: 'Bearer ' + token, ...(body && { 'Content-Type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
      ...rest,
    });
    if (response.ok) return response;
    throw { status: response.status, wait: response.headers.get('Retry-After') * 1000 };
  }

  /* What the customer does: kept until the server has it, over reloads too. */

  function report(id, deed, body) {
    queue.push([`messages/${id}/${deed}`, body]);
    stored(JSON.stringify(queue));
    void flush();
  }

  const post = ([path, body]) => call(path, { method: 'POST', body, keepalive: true });

  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      for (; queue.length > 0; stored(JSON.stringify(queue))) {
        await post(queue[0]).catch((error) => {
          // What the server will never take is let go.
          if (error.status !== 400 && error.status !== 404) throw error;
        });
        queue.shift();
      }
    } catch {
      // The next connection tries again.
    }
    flushing = false;
  }

  function stored(text) {
    try {
      if (text) sessionStorage.perennial = text;
      return sessionStorage.perennial;
    } catch {
      // A page may have no storage.
    }
  }

  /* What the customer sees. */

  const eyes = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) target.inView = isIntersecting;
      look();
    },
    { threshold: 0.5 },
  );

  /** A message is seen when half of it has been in view for half a second, on a page that is in view. */
  function look() {
    clearTimeout(looking);
    looking = setTimeout(() => {
      if (document.hidden) return;
      shown.forEach(({ node, message }, id) => {
        if (!node.inView || message.seen) return;
        message.seen = true;
        report(id, 'seen');
      });
    }, 500);
  }

  function el(name, { label, ...rest }, ...children) {
    const node = Object.assign(document.createElement(name), rest);
    if (label) node.setAttribute('aria-label', label);
    node.append(...children);
    return node;
  }

  function stage() {
    if (root?.isConnected) return;
    const host = el('div', { id: 'perennial' });
    root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    for (const className of Object.keys(ROOM))
      root.append(el('section', { className, label: words.all, ariaLive: 'polite' }));
    root.addEventListener('focusin', ({ relatedTarget: from }) => {
      if (from && !root.contains(from)) before = from;
    });
    document.body.append(host);
  }

  function show(id, message) {
    stage();
    const old = shown.get(id);
    message.seen ||= old?.message.seen;
    if (old) {
      // Nothing else of a message changes, and one that were drawn anew would lose the answer to a raised hand.
      old.message = message;
      old.node.querySelectorAll('input').forEach((box, step) => (box.checked = isDone(message, step)));
      return;
    }
    const node = draw(message);
    shown.set(id, { message, node });
    root.querySelector(message.as === 'banner' ? '.banner' : '.corner').prepend(node);
    eyes.observe(node);
    arrange();
  }

  function hide(id) {
    const node = shown.get(id)?.node;
    if (!node) return;
    const hadFocus = node.contains(root.activeElement);
    shown.delete(id);
    eyes.unobserve(node);
    node.remove();
    arrange();
    if (hadFocus) (root.querySelector('article:not([hidden]) button') ?? before)?.focus();
  }

  /** The newest come first; the others come when there is room. */
  function arrange() {
    for (const place of root.children) {
      [...place.children].forEach((node, index) => (node.hidden = index >= ROOM[place.className]));
    }
  }

  /** What the customer ticked and the server has not heard yet counts. */
  function isDone({ id, done }, step) {
    return queue.findLast(([path]) => path === `messages/${id}/steps/${step}`)?.[1].done ?? done.includes(step);
  }

  function draw(message) {
    const { id, as, title, body, action, steps } = message;
    const dismiss = () => {
      hide(id);
      report(id, 'dismissed');
    };
    const link = (text, url, className = '') => {
      if (!/^https?:/.test(url)) return text;
      const onclick = () => {
        if (as !== 'checklist') hide(id);
        report(id, 'clicked', { link: url });
      };
      return el('a', { href: url, className, onclick }, text);
    };
    const help = el('button', { className: 'help' }, words.help);
    help.onclick = () => {
      help.replaceWith(el('span', { role: 'status' }, words.asked));
      report(id, 'help');
    };
    const list = steps.map(({ label, url }, step) => {
      const onchange = ({ target }) => report(id, 'steps/' + step, { done: target.checked });
      const box = el('input', { type: 'checkbox', checked: isDone(message, step), onchange, label });
      return url ? el('li', {}, box, link(label, url)) : el('li', {}, el('label', {}, box, label));
    });
    const text = body
      .split(/(https?:\/\/[^\s<>"')]*[^\s<>"').,;:!?])/)
      .map((part, at) => (at % 2 ? link(part, part) : part));
    return el(
      'article',
      { role: 'group', label: title, className: as, onkeydown: ({ key }) => key === 'Escape' && dismiss() },
      el('button', { className: 'close', label: words.close, onclick: dismiss }, '×'),
      el('h2', {}, title),
      el('p', {}, ...text),
      el('ul', {}, ...list),
      el('footer', {}, action ? link(action.label, action.url, 'go') : '', help),
    );
  }

  const CSS = `
    :host { all: initial; color-scheme: light dark; --a: var(--perennial-accent, #17603f); --on: #fff; --bg: #fff; --ink: #1c2a22; --line: #dfe5e2 }
    @media (prefers-color-scheme: dark) { :host { --a: var(--perennial-accent, #7fd4a8); --on: #0c1f15; --bg: #1a201d; --ink: #e4eae6; --line: #3b4941 } }
    * { box-sizing: border-box; margin: 0 }
    section { position: fixed; z-index: 2147483000; pointer-events: none; font: 15px/1.5 system-ui; color: var(--ink) }
    .banner { inset: 0 0 auto }
    .corner { right: 0; bottom: 0; width: min(26rem, 100vw); max-height: 90vh; padding: 0 16px 16px; overflow: auto }
    article { position: relative; padding: 1em 3em 1em 1em; pointer-events: auto; background: var(--bg); border: 1px solid var(--line); overflow-wrap: anywhere; box-shadow: 0 4px 16px #0002 }
    article.banner, footer, li, label { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center }
    article[hidden] { display: none }
    .corner article { margin-top: 12px; border-radius: 12px }
    .corner footer { margin-top: 10px }
    h2 { font-size: 1em }
    p { white-space: pre-line }
    ul { padding: 0; list-style: none }
    li, label { gap: 8px; flex-wrap: nowrap; padding: 2px 0 }
    a { color: var(--a) }
    .go { padding: 6px 14px; border-radius: 8px; background: var(--a); color: var(--on); text-decoration: none; font-weight: 600 }
    button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; min-height: 28px }
    .help { padding: 0; text-decoration: underline }
    .close { position: absolute; top: 8px; right: 8px; width: 32px; height: 32px; font-size: 20px }
    input { flex: none; width: 18px; height: 18px; accent-color: var(--a) }
    :focus-visible { outline: 2px solid var(--a); outline-offset: 2px }
    @media (prefers-reduced-motion: no-preference) { article { animation: in .2s } @keyframes in { from { opacity: 0; transform: translateY(8px) } } }
  `;

  /* Notifications by the browser: asked for by a button of the product's. Loaded when they are. */

  const push = {
    /** unsupported, default (not asked yet), granted or denied. */
    state: () => (pushKey && 'PushManager' in window ? Notification.permission : 'unsupported'),
    act: async (what) =>
      (await import(new URL('perennial-push.js', settings.base)))[what]({ call, pushKey, ...settings }),
    async subscribe() {
      if (push.state() !== 'unsupported' && (await Notification.requestPermission()) === 'granted')
        await push.act('subscribe');
      return push.state();
    },
    unsubscribe: () => push.act('unsubscribe'),
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) abort?.abort();
    else wake();
    look();
  });
  addEventListener('online', () => wake());
  // What waits its turn must not be lost with a click that leads away; the server takes it once.
  addEventListener('pagehide', () => void Promise.allSettled(queue.map(post)));
  window.perennial = { start, stop, push };
  if (script.dataset.token) start();
})();
