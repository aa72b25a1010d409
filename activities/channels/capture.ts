import type { Channel } from '../../domain/channel';
import { captureLetter } from '../../prisma/captured-letters';
import { captureMessage, isCaptured, type NewCapture } from '../../prisma/captured';
import type { Db } from '../../prisma/client';
import { NO_CUSTOMER } from '../staff/letter';
import type { ChannelAdapter, Dispatch, Rendered } from './channel';
import { intoOwnTable, ownTable } from './own-table';

/** Takes a channel's messages while no provider is configured for it: they are shown on the captured-messages page and go nowhere else.
 * Mail to staff is kept apart. */
export function capture(db: Db, channel: Exclude<Channel, 'in-app'>): ChannelAdapter {
  return {
    channel,
    provider: 'capture',
    delivers: true,
    async send({ attemptId, touchId, customerId, recipient, content, at }: Dispatch) {
      if (content.channel !== channel)
        throw new TypeError(`an ${content.channel} message was handed to the ${channel} channel`);
      if (customerId === NO_CUSTOMER) {
        const { subject, text } = wordsOf(content);
        await ownTable(() => captureLetter(db, { id: attemptId, recipient, subject: subject ?? '', text, at }));
        return { providerId: null };
      }
      await intoOwnTable(() =>
        captureMessage(db, { attemptId, touchId, customerId, channel, recipient, ...wordsOf(content), at }),
      );
      return { providerId: null };
    },
    find: (attemptId) => ownTable(async () => ((await isCaptured(db, attemptId)) ? 'accepted' : 'absent')),
  };
}

function wordsOf(content: Rendered): Pick<NewCapture, 'subject' | 'html' | 'text' | 'link'> {
  switch (content.channel) {
    case 'email':
      return { subject: content.subject, html: content.html, text: content.text, link: null };
    case 'sms':
      return { subject: null, html: null, text: content.text, link: null };
    case 'push':
      return { subject: content.title, html: null, text: content.body, link: content.url };
    case 'in-app':
      return { subject: content.title, html: content.html, text: content.body, link: content.action?.url ?? null };
  }
}
