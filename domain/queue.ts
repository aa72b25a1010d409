import { CHANNELS, type Channel } from './channel';

/**
 * The channels whose touches run on a task queue of their own, so that the rate at which messages are handed to a provider can be bounded
 * without holding up anything else. In-app is a table of ours: it runs with the journeys.
 */
export const QUEUED_CHANNELS: readonly Channel[] = CHANNELS.filter((channel) => channel !== 'in-app');

const PREFIX = 'perennial-';

/** The task queue of a channel. Never rename one: touches that are scheduled on it would wait for a worker that does not come. */
export function channelQueue(channel: Channel): string {
  return `${PREFIX}${channel}`;
}

/** The channel whose task queue this is, or null for the one that journeys run on. */
export function channelOfQueue(queue: string): Channel | null {
  return QUEUED_CHANNELS.find((channel) => channelQueue(channel) === queue) ?? null;
}
