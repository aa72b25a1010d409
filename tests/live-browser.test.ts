import type { Page } from 'playwright-core';
import { guided } from './fixtures/guided';
import { HOUR_MS } from '../domain/duration';
import type { Db } from '../prisma/client';
import { withWorld } from '../testkit';
import { withDatabaseName, readCluster } from '../testkit/cluster';
import { withBrowser, type Tab } from './support/browser';
import { withDatabase } from './support/database';
import { withApi } from './support/http';
import { signedIn, tell } from './support/live';
import { withProduct, type Product, type ProductOptions } from './support/product';

/* The script that products embed, in a real browser, on a page of another origin that allows nothing inline and no text to become markup. */

interface PageWorld extends Tab {
  readonly db: Db;
  readonly product: Product;
  readonly ada: string;
  /** A message for Ada, as a touch puts it there. */
  readonly tell: (title: string, more?: Partial<Parameters<typeof tell>[3]>) => ReturnType<typeof tell>;
  readonly row: (id: string) => ReturnType<Db['inAppMessage']['findUniqueOrThrow']>;
}

/** Ada's page of the product, open. Whatever the page complains of is a fault, unless the test takes it out. */
function onPage(
  test: (world: PageWorld) => Promise<void>,
  {
    locale = 'en',
    attributes,
    ...more
  }: Partial<ProductOptions> & { readonly locale?: string; readonly attributes?: (ada: string) => string } = {},
): Promise<void> {
  return withDatabase(async ({ db, url: databaseUrl }) => {
    const ada = await signedIn(db, 'ada', new Date(), locale);
    await withProduct({ db, databaseUrl, ...more }, (product) =>
      withBrowser(async (open) => {
        const { page, complaints } = await open();
        await page.route('https://app.example/**', (route) => route.fulfill({ body: 'the guide' }));
        await page.goto(product.pageFor(ada, attributes?.(ada)));
        await untilTrue(() => product.requests.some((request) => request.includes('/live/events')));
        await test({
          db,
          product,
          page,
          complaints,
          ada,
          tell: (title, told) => tell(db, ada, title, { at: new Date(), ...told }),
          row: (id) => db.inAppMessage.findUniqueOrThrow({ where: { id } }),
        });
        expect(complaints).toEqual([]);
      }),
    );
  });
}

/** A public key of a push sender, made for this test. */
const PUSH_KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';

const message = (page: Page, title: string) => page.getByRole('group', { name: title, exact: true });

/** Looks again and again, for as long as a slow machine may need; then something is wrong. */
async function untilTrue(look: () => boolean | Promise<boolean>): Promise<void> {
  for (let times = 0; !(await look()); times += 1) {
    if (times > 4_000) throw new Error(`In vain: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const deedsOf = (product: Product, id: string) =>
  product.requests.filter((request) => request.includes(id)).map((request) => request.replace(/^.*\//, ''));

test('a touch appears in an open page, and a click on it is heard by the journey that waits for it', () =>
  withWorld(
    async ({ db, customer, now, carry, journeys }) => {
      const ada = await customer();
      const [{ name }] = await db.$queryRaw<[{ name: string }]>`SELECT current_database() AS name`;
      const databaseUrl = withDatabaseName(readCluster().templateUrl, name);
      await withProduct({ db, databaseUrl, now, journeys }, (product) =>
        withBrowser(async (open) => {
          const { page } = await open();
          await page.goto(product.pageFor(ada.id));
          await page.route('https://app.example.com/**', (route) => route.fulfill({ body: 'the product' }));
          await untilTrue(() => product.requests.some((request) => request.includes('/live/events')));

          await ada.enters('guided');
          await untilTrue(async () => (await db.inAppMessage.count()) === 1);
          const shown = message(page, 'The shortest way to a first result');
          await shown.waitFor();
          await shown.getByRole('link', { name: 'Bring in your own work' }).click();
          await page.getByText('the product').waitFor();
          await untilTrue(async () => {
            await carry();
            return (await db.enrollment.count({ where: { state: 'ended' } })) === 1;
          });
          expect(await db.enrollment.findMany()).toMatchObject([{ how: 'done', outcome: 'clicked' }]);
          expect(await db.touch.findMany()).toMatchObject([{ channel: 'in-app', state: 'delivered' }]);
        }),
      );
    },
    { workflowsPath: require.resolve('./fixtures/guided'), journeys: [guided.header] },
  ));

describe('a message on a page', () => {
  test('comes within a second, however busy the machine is now and then', () =>
    onPage(async ({ page, tell }) => {
      const took: number[] = [];
      for (const title of ['one', 'two', 'three', 'four', 'five']) {
        const asked = performance.now();
        await tell(title);
        await message(page, title).waitFor();
        took.push(performance.now() - asked);
        await message(page, title).getByRole('button', { name: 'Close' }).click();
      }
      expect(Math.min(...took)).toBeLessThan(1_000);
    }));

  test('is reported seen once it is, and once only; closing it is reported too', () =>
    onPage(async ({ page, tell, row, product }) => {
      const { id } = await tell('Hello');
      await message(page, 'Hello').waitFor();
      await untilTrue(async () => (await row(id)).seenAt !== null);
      // The page knows that it was heard: what it does not know it would say again as it leaves.
      await untilTrue(async () => (await page.evaluate('sessionStorage.perennial')) === '[]');
      await page.waitForTimeout(1_200);
      await page.reload();
      await message(page, 'Hello').waitFor();
      await page.waitForTimeout(1_200);
      expect(deedsOf(product, id)).toEqual(['seen']);

      await message(page, 'Hello').getByRole('button', { name: 'Close' }).click();
      await untilTrue(async () => (await row(id)).dismissedAt !== null);
      expect(await message(page, 'Hello').count()).toBe(0);
      await page.reload();
      await page.waitForTimeout(500);
      expect(await message(page, 'Hello').count()).toBe(0);
    }));

  test('that is not in view is not seen: behind others, or on a page that nobody looks at', () =>
    onPage(async ({ page, tell, row, product }) => {
      // They come at once: the first of them must not be in view while the others are on their way.
      await lookAway(page, true);
      const [hidden] = [await tell('first'), await tell('second'), await tell('third')];
      await lookAway(page, false);
      await message(page, 'third').waitFor();
      await untilTrue(() => product.requests.filter((request) => request.endsWith('/seen')).length === 2);
      expect([await message(page, 'first').isVisible(), (await row(hidden.id)).seenAt]).toEqual([false, null]);
      await message(page, 'third').getByRole('button', { name: 'Close' }).click();
      await message(page, 'first').waitFor();
      await untilTrue(async () => (await row(hidden.id)).seenAt !== null);

      await lookAway(page, true);
      const unseen = await tell('while away');
      await page.waitForTimeout(1_000);
      expect((await row(unseen.id)).seenAt).toBeNull();
      await lookAway(page, false);
      await message(page, 'while away').waitFor();
      await untilTrue(async () => (await row(unseen.id)).seenAt !== null);
    }));

  test('reports which link was followed, and a raised hand', () =>
    onPage(async ({ page, tell, row, db }) => {
      const { id, touchId } = await tell('Stuck?', { body: 'Read https://app.example/guide. Or:' });
      await message(page, 'Stuck?').getByRole('button', { name: 'Ask a person' }).click();
      await page.getByRole('status').getByText('A person will get back to you.').waitFor();
      await untilTrue(async () => (await db.event.count()) === 1);
      await page.waitForTimeout(500);
      expect(await page.getByRole('status').count()).toBe(1);
      await message(page, 'Stuck?').getByRole('link', { name: 'https://app.example/guide' }).click();
      await page.getByText('the guide').waitFor();
      await untilTrue(async () => (await row(id)).clickedAt !== null);
      await untilTrue(async () => (await db.event.count()) === 2);
      const events = await db.event.findMany({ orderBy: { type: 'asc' } });
      expect(events).toMatchObject([
        { type: 'customer.help_requested', properties: { touchId } },
        { type: 'message.clicked', properties: { touchId, link: 'https://app.example/guide' } },
      ]);
    }));

  test('as a checklist keeps its ticks, shows them in other tabs, and goes when all is done', () =>
    onPage(async ({ page, tell, row, product, ada }) => {
      const steps = [
        { label: 'Say what it is for', url: null },
        { label: 'Invite somebody', url: 'https://app.example/team' },
      ];
      const { id } = await tell('To begin with', { as: 'checklist', steps });
      const other = await page.context().newPage();
      await other.goto(product.pageFor(ada));
      const box = (tab: Page, name: string) => message(tab, 'To begin with').getByRole('checkbox', { name });
      await box(page, 'Say what it is for').check();
      await untilTrue(() => box(other, 'Say what it is for').isChecked());
      expect(
        await message(other, 'To begin with').getByRole('link', { name: 'Invite somebody' }).getAttribute('href'),
      ).toBe('https://app.example/team');
      await other.reload();
      expect(await box(other, 'Say what it is for').isChecked()).toBe(true);
      // Not checked by what it shows, for it may be gone as soon as it is ticked.
      await box(other, 'Invite somebody').click();
      await message(page, 'To begin with').waitFor({ state: 'detached' });
      expect(new Set((await row(id)).done)).toEqual(new Set([0, 1]));
    }));

  test('is text, whatever is in it', () =>
    onPage(async ({ page, tell }) => {
      const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
      await tell(attack, { body: `${attack} https://app.example/"onclick="x`, url: 'javascript:document.title=3' });
      await page.getByRole('heading', { name: attack }).waitFor();
      expect(await page.getByRole('link', { name: 'Go' }).count()).toBe(0);
      expect(await page.locator('#perennial img, #perennial script').count()).toBe(0);
      expect(await page.title()).toBe('A product');
    }));
});

describe('a page goes on', () => {
  test('when the server was away: what came meanwhile is shown, and nothing twice', () =>
    onPage(async ({ page, tell, product, complaints, row }) => {
      const before = await tell('before');
      await message(page, 'before').waitFor();
      await product.stop();
      await tell('meanwhile');
      await message(page, 'before').getByRole('button', { name: 'Close' }).click();
      await product.start();
      await message(page, 'meanwhile').waitFor();
      await untilTrue(async () => (await row(before.id)).dismissedAt !== null);
      await tell('after');
      await message(page, 'after').waitFor();
      expect([await message(page, 'before').count(), await message(page, 'meanwhile').count()]).toEqual([0, 1]);
      forgive(complaints, GOING);
    }));

  test('when the browser was offline: what was done there is reported, also after a reload', () =>
    onPage(async ({ page, tell, complaints, row }) => {
      const { id } = await tell('Hello');
      await message(page, 'Hello').waitFor();
      await page.context().setOffline(true);
      await message(page, 'Hello').getByRole('button', { name: 'Close' }).click();
      await page.waitForTimeout(300);
      expect((await row(id)).dismissedAt).toBeNull();
      await page.context().setOffline(false);
      await page.reload();
      await untilTrue(async () => (await row(id)).dismissedAt !== null);
      forgive(complaints, /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
    }));

  test('when its token has ended: the product is asked for another', () => {
    let ahead = 0;
    return onPage(
      async ({ page, tell, product, complaints }) => {
        ahead = 2 * HOUR_MS;
        await product.stop();
        await tell('later');
        await product.start();
        await message(page, 'later').waitFor();
        expect(product.requests).toContain('GET /live/events');
        forgive(complaints, GOING);
      },
      { now: () => new Date(Date.now() + ahead), attributes: (ada) => `data-refresh="/token?customer=${ada}"` },
    );
  });

  test('when something on the way holds streams back: then it asks from time to time', () =>
    onPage(async ({ page, tell, product }) => {
      await page.route('**/live/events', () => undefined);
      await page.reload();
      await tell('asked for');
      await message(page, 'asked for').waitFor();
      expect(product.requests.some((request) => request.startsWith('GET /live/messages?after='))).toBe(true);
    }));
});

describe('everybody can use it', () => {
  test('by keyboard: focus stays where it was, Escape closes, and focus goes back', () =>
    onPage(async ({ page, tell, row }) => {
      await page.locator('#first').focus();
      const { id } = await tell('Hello');
      await message(page, 'Hello').waitFor();
      expect(await page.evaluate('document.activeElement?.id')).toBe('first');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      await message(page, 'Hello').waitFor({ state: 'detached' });
      await untilTrue(async () => (await row(id)).dismissedAt !== null);
      expect(await page.evaluate('document.activeElement?.id')).toBe('first');
    }));

  test('by ear, and in German: what comes is announced under a name, and buttons have theirs', () =>
    onPage(
      async ({ page, tell }) => {
        await tell('Hallo');
        const region = page.getByRole('region', { name: 'Nachrichten' }).filter({ has: message(page, 'Hallo') });
        expect(await region.getAttribute('aria-live')).toBe('polite');
        await region.getByRole('button', { name: 'Schließen' }).waitFor();
        await region.getByRole('button', { name: 'Einen Menschen fragen' }).waitFor();
      },
      { locale: 'de-AT' },
    ));

  test('in light and dark, without motion where that is not wanted, on a narrow screen', () =>
    onPage(async ({ page, tell }) => {
      await tell('Hello', { as: 'banner' });
      const look = () =>
        page.evaluate<{ readonly wide: number }>(`(() => {
          const node = document.getElementById('perennial').shadowRoot.querySelector('article');
          const { backgroundColor, color, animationName } = getComputedStyle(node);
          return { backgroundColor, color, animationName, wide: node.getBoundingClientRect().width };
        })()`);
      await message(page, 'Hello').waitFor();
      const light = await look();
      expect(light).toMatchObject({ backgroundColor: 'rgb(255, 255, 255)', animationName: 'in' });
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 480 });
      await untilTrue(async () => (await look()).wide === 320);
      expect(await look()).toMatchObject({ backgroundColor: 'rgb(26, 32, 29)', animationName: 'none', wide: 320 });

      // Where there is little room, one card at a time leaves some for the page.
      await page.reload();
      await tell('one');
      await tell('two');
      await message(page, 'two').waitFor();
      expect(await message(page, 'one').isVisible()).toBe(false);
      await message(page, 'two').getByRole('button', { name: 'Close' }).click();
      await message(page, 'one').waitFor();
    }));
});

test('a browser takes notifications when a person says so, and its worker shows them, once each', () =>
  onPage(
    async ({ page, db, ada, product, complaints }) => {
      const { origin } = new URL(product.pageFor(ada));
      await page.context().grantPermissions(['notifications'], { origin });
      // There is no push service to subscribe at: the browser's own part is played, ours is not.
      await page.addInitScript(BROWSER_WITHOUT_SERVICE);
      await page.reload();
      const state = () => page.evaluate('perennial.push.state()');
      await untilTrue(async () => (await state()) === 'granted');
      expect(await db.pushSubscription.count()).toBe(0);
      await page.evaluate('perennial.push.subscribe()');
      expect(await db.pushSubscription.findMany()).toMatchObject([
        { customerId: ada, endpoint: 'https://push.example/a-browser' },
      ]);

      const devtools = await page.context().newCDPSession(page);
      const registered = new Promise<string>((resolve) =>
        devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          const [{ registrationId } = { registrationId: '' }] = registrations;
          if (registrationId) resolve(registrationId);
        }),
      );
      await devtools.send('ServiceWorker.enable');
      const registrationId = await registered;
      const data = JSON.stringify({
        title: 'Your report',
        body: 'is ready',
        url: 'https://app.example/r',
        tag: 'touch-1',
        help: { label: 'Get help from a person', url: 'https://engage.example/c/h/x' },
      });
      const shown = () =>
        page.evaluate<unknown[]>(`navigator.serviceWorker.ready
          .then((registration) => registration.getNotifications())
          .then((all) => all.map(({ title, body, tag, actions, data }) => ({
            title, body, tag, actions: actions.map(({ action, title }) => ({ action, title })), ...data,
          })))`);
      await page.evaluate(`
        window.times = 0;
        navigator.serviceWorker.addEventListener('message', () => (times += 1));
        navigator.serviceWorker.startMessages();
      `);
      for (const times of [1, 2]) {
        await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
        // Chromium forgets a notification that a page asks for after it was written down and before it is shown.
        await untilTrue(async () => (await page.evaluate('times')) === times);
      }
      expect(await shown()).toEqual([
        {
          title: 'Your report',
          body: 'is ready',
          tag: 'touch-1',
          url: 'https://app.example/r',
          actions: [{ action: 'help', title: 'Get help from a person' }],
          help: 'https://engage.example/c/h/x',
        },
      ]);

      await page.evaluate('perennial.push.unsubscribe()');
      expect(await db.pushSubscription.count()).toBe(0);
      expect(complaints).toEqual([]);
    },
    {
      push: { publicKey: PUSH_KEY, hosts: 'public' },
    },
  ));

test('the sample page shows it all to a developer: somebody signs in, and a message comes', () =>
  withApi({ live: true, captured: { links: [] } }, ({ url }) =>
    withBrowser(async (open) => {
      const { page, complaints } = await open();
      await page.goto(`${url.replace('127.0.0.1', 'localhost')}/live/sample`);
      await page.getByLabel('User id').fill('grace');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'grace is signed in' }).waitFor();
      for (const [name, title] of [
        ['Send a card', 'Is anything in your way?'],
        ['Send a banner', 'Your plan renews on 1 June'],
        ['Send a checklist', 'Before your team comes in'],
      ] as const) {
        await page.getByRole('button', { name }).click();
        await message(page, title).waitFor();
      }
      expect(complaints).toEqual([]);
    }),
  ));

/** There is no push service to subscribe at: the browser's own part is played, ours is not. */
const BROWSER_WITHOUT_SERVICE = `
  const subscription = {
    endpoint: 'https://push.example/a-browser',
    options: { applicationServerKey: null },
    toJSON: () => ({
      endpoint: 'https://push.example/a-browser',
      expirationTime: null,
      keys: { p256dh: '${PUSH_KEY}', auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
    }),
    unsubscribe: () => Promise.resolve(true),
  };
  let current = null;
  PushManager.prototype.getSubscription = () => Promise.resolve(current);
  PushManager.prototype.subscribe = () => Promise.resolve((current = subscription));
`;

/** A headless browser always looks: the page is told otherwise. */
async function lookAway(page: Page, away: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, value: ${away} });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
}

/** What a browser says of a server that goes and comes. */
const GOING = /ERR_(CONNECTION_(REFUSED|RESET)|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)|status of (401|503)/;

/** Takes out what a browser says of a network that the test itself has broken. */
function forgive(complaints: readonly string[], pattern: RegExp): void {
  const list = complaints as string[];
  list.splice(0, list.length, ...list.filter((line) => !pattern.test(line)));
}
