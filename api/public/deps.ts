import type { ApiDeps } from '../deps';

/** What the pages for customers are built from. */
export type PublicDeps = Pick<
  ApiDeps,
  'db' | 'now' | 'log' | 'journeys' | 'messages' | 'pageLinks' | 'speaker' | 'wakeRelay'
>;
