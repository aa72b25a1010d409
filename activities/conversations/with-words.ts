import { REPLY_MESSAGE } from '../../domain/conversation';
import type { Db } from '../../prisma/client';
import { wordsOf } from '../../prisma/conversations/outgoing';
import type { Compose } from '../touches/deps';

/** Lets the one message whose words are no file say what a person wrote: they are read when it leaves, and stand nowhere else. */
export function withWords(db: Db, compose: Compose): Compose {
  return async (composition) =>
    composition.message === REPLY_MESSAGE
      ? compose({ ...composition, words: await wordsOf(db, composition.touchId) })
      : compose(composition);
}
