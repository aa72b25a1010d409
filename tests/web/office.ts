import type { Browser } from 'playwright-core';
import type { StaffRole } from '../../domain/right';
import type { TaskRow } from '../../prisma/tasks/row';
import { withBrowser, type Tab } from '../support/browser';
import { withApi, type ApiWorld } from '../support/http';
import { builtPages } from '../support/web';
import { asked, type Asked } from '../work/world';

type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

/** An office: the product with its pages, and people who sit before them. */
export interface Office extends ApiWorld {
  /** A tab of a member of staff who is signed in. */
  readonly sit: (role: StaffRole, id?: string, settings?: Settings) => Promise<Tab>;
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
        return tab;
      };
      const asks: Office['asks'] = (asking) => asked(api.db, asking, api.clock.now());
      return test({ ...api, sit, open, asks });
    }),
  );
}
