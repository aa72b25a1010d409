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

const INBOX_SEARCH = searchOf('view', 'q', 'queue', 'assignee', 'journey', 'playbook', 'due', 'state');

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

const journeys = createRoute({
  getParentRoute: () => shell,
  path: '/journeys',
  component: lazyRouteComponent(() => import('../journeys/page'), 'JourneysPage'),
});

const journey = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$name',
  validateSearch: searchOf('days'),
  component: lazyRouteComponent(() => import('../journeys/journey-page'), 'JourneyPage'),
});

const journeyPeople = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$name/people',
  validateSearch: searchOf('days', 'who', 'stage', 'to', 'how', 'reason', 'only', 'longer', 'reached'),
  component: lazyRouteComponent(() => import('../journeys/people-page'), 'JourneyPeoplePage'),
});

const enrollment = createRoute({
  getParentRoute: () => shell,
  path: '/enrollments/$id',
  component: lazyRouteComponent(() => import('../enrollment/page'), 'EnrollmentPage'),
});

const forecast = createRoute({
  getParentRoute: () => shell,
  path: '/forecast',
  component: lazyRouteComponent(() => import('../forecast/page'), 'ForecastPage'),
});

const messages = createRoute({
  getParentRoute: () => shell,
  path: '/messages',
  validateSearch: searchOf('days'),
  component: lazyRouteComponent(() => import('../messages/page'), 'MessagesPage'),
});

const message = createRoute({
  getParentRoute: () => shell,
  path: '/messages/$name',
  validateSearch: searchOf('days', 'locale', 'channel', 'sample', 'result', 'through'),
  component: lazyRouteComponent(() => import('../messages/message-page'), 'MessagePage'),
});

/** All pages by their paths below `/app`. */
export const router = createRouter({
  routeTree: root.addChildren([
    welcome,
    reset,
    shell.addChildren([
      inbox,
      task,
      customer,
      watch,
      search,
      journeys,
      journey,
      journeyPeople,
      enrollment,
      forecast,
      messages,
      message,
      ownSettings,
      settings,
    ]),
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
