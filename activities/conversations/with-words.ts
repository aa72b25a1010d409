import { REPLY_MESSAGE } from '../../domain/conversation';
import type { Db } from '../../prisma/client';
import { wordsOf } from '../../prisma/conversations/outgoing';
import type { Compose } from '../touches/deps';

/**
 * Lets the one message whose words are no file say what a person wrote: they are read when it leaves, and stand nowhere else. By mail it joins
 * the thread of the mail that it answers.
 */
export function withWords(db: Db, compose: Compose): Compose {
  return async (composition) => {
    if (composition.message !== REPLY_MESSAGE) return compose(composition);
    const { text, place } = await wordsOf(db, composition.touchId);
    const rendered = await compose({ ...composition, words: { reply: { text: { prose: text } } } });
    if (rendered.channel !== 'email' || !place) return rendered;
    return { ...rendered, subject: place.subject || rendered.subject, thread: place };
  };
}
