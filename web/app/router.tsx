import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotHere, PageBroke } from './faults';
import { parseSearch, searchOf, stringifySearch } from './search';
import { Shell } from './shell';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere });

/* Before somebody is signed in. */

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: searchOf('token'),
  component: lazyRouteComponent(() => import('./welcome'), 'WelcomePage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: searchOf('token'),
  component: lazyRouteComponent(() => import('./reset'), 'ResetPage'),
});

const INBOX_SEARCH = searchOf('view', 'q', 'queue', 'assignee', 'journey', 'playbook', 'due');

/* Within the shell: each page is loaded when somebody goes there. */

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: INBOX_SEARCH,
  component: lazyRouteComponent(() => import('../inbox/page'), 'InboxPage'),
});

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$id',
  validateSearch: INBOX_SEARCH,
  component: lazyRouteComponent(() => import('../task/page'), 'TaskPage'),
});

const ownSettings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/page'), 'SettingsPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../settings/page'), 'SettingsPage'),
});

const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$id',
  validateSearch: searchOf('show'),
  component: lazyRouteComponent(() => import('../customer/page'), 'CustomerPage'),
});

const watch = createRoute({
  getParentRoute: () => shell,
  path: '/watch',
  validateSearch: searchOf('reason'),
  component: lazyRouteComponent(() => import('../watch/page'), 'WatchPage'),
});

const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: searchOf('q'),
  component: lazyRouteComponent(() => import('../search/page'), 'SearchPage'),
});

/** All pages by their paths below `/app`. */
export const router = createRouter({
  routeTree: root.addChildren([
    welcome,
    reset,
    shell.addChildren([inbox, task, customer, watch, search, ownSettings, settings]),
  ]),
  basepath: '/app',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageBroke,
  defaultNotFoundComponent: NotHere,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
