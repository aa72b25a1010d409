/**
 * The views of the inbox. `next`: what this person should do now, in order; `mine`: what is offered to them or theirs; `unclaimed`: what nobody
 * has taken; `snoozed`: what is put off; `breached`: what is past due; `all`: all that is not finished; `done`: what came to an end.
 */
export const INBOX_VIEWS = ['next', 'mine', 'unclaimed', 'snoozed', 'breached', 'all', 'done'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** When a task has to be done, as the inbox can be filtered by: past due, before the day is over, within a week. */
export const DUE_FILTERS = ['overdue', 'today', 'week'] as const;
export type DueFilter = (typeof DUE_FILTERS)[number];

/** How a task stands, as the inbox can be filtered by: not put off; of that, what somebody has claimed. */
export const STATE_FILTERS = ['awake', 'claimed'] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

/** Most tasks that are given away, or looked at before they are, at once. */
export const MOST_AT_ONCE = 200;
