import type { Browser, Page } from 'playwright-core';
import type { StaffRole } from '../../domain/right';
import type { TaskRow } from '../../prisma/tasks/row';
import { expectSoon, withBrowser, type Tab } from '../support/browser';
import { withApi, type ApiWorld } from '../support/http';
import { builtPages } from '../support/web';
import { asked, type Asked } from '../work/world';

type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

/** A tab of somebody who works here. */
export interface Desk extends Tab {
  /** Waits until the page hears what happens: of what comes between what it has read and that, nobody tells it. */
  readonly hears: () => Promise<void>;
}

/** An office: the product with its pages, and people who sit before them. */
export interface Office extends ApiWorld {
  /** A tab of a member of staff who is signed in. */
  readonly sit: (role: StaffRole, id?: string, settings?: Settings) => Promise<Desk>;
  /** A tab of nobody. */
  readonly open: (settings?: Settings) => Promise<Tab>;
  /** A customer who asked for a person just now. */
  readonly asks: (asking: Asked) => Promise<TaskRow>;
}

/** Lends an office to a test. Its clock stands at the present hour, because browsers have one of their own. */
export async function withOffice<T>(test: (office: Office) => Promise<T>): Promise<T> {
  const web = await builtPages();
  return withApi({ web, stream: true, startAt: new Date() }, (api) =>
    withBrowser((open) => {
      const sit: Office['sit'] = async (role, id, settings) => {
        const { Cookie = '' } = await api.as(role, id);
        const [name = '', value = ''] = Cookie.split(/=(.*)/s);
        const tab = await open(settings);
        await tab.page.context().addCookies([{ name, value, url: api.url }]);
        return { ...tab, hears: await hearing(tab.page) };
      };
      const asks: Office['asks'] = (asking) => asked(api.db, asking, api.clock.now());
      return test({ ...api, sit, open, asks });
    }),
  );
}

/** Listens for the first word of the stream that a page opens each time that it begins. */
async function hearing(page: Page): Promise<Desk['hears']> {
  let hears = false;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) hears = false;
  });
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Network.eventSourceMessageReceived', () => (hears = true));
  await devtools.send('Network.enable');
  return () => expectSoon(() => Promise.resolve(hears), true);
}
