import type { ApiDeps } from '../deps';

/** What the pages for customers are built from. */
export type PublicDeps = Pick<
  ApiDeps,
  'db' | 'addressHash' | 'now' | 'log' | 'journeys' | 'messages' | 'pageLinks' | 'speaker' | 'wakeRelay'
>;
