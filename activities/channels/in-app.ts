import type { Db } from '../../prisma/client';
import { isInApp, putInApp } from '../../prisma/in-app';
import type { ChannelAdapter, Dispatch } from './channel';
import { intoOwnTable, ownTable } from './own-table';

/** Our own inbox as a channel. It is a table of ours, unique by attempt, so a message arrives exactly once and `find` always knows. */
export function inAppInbox(db: Db): ChannelAdapter {
  return {
    channel: 'in-app',
    provider: 'in-app',
    async send({ attemptId, touchId, customerId, content, at }: Dispatch) {
      if (content.channel !== 'in-app')
        throw new TypeError(`an ${content.channel} message was handed to the in-app channel`);
      const { channel: _, as: form = 'card', steps = [], ...words } = content;
      await intoOwnTable(() => putInApp(db, { attemptId, touchId, customerId, form, steps, ...words, at }));
      return { providerId: null };
    },
    find: (attemptId) => ownTable(async () => ((await isInApp(db, attemptId)) ? 'accepted' : 'absent')),
  };
}
