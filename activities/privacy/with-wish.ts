import { isWishMessage } from '../../domain/privacy';
import { copyGoodUntil, pageUrl, type LinkSettings } from '../../domain/public-pages';
import type { Db } from '../../prisma/client';
import { readNotice } from '../../prisma/privacy/notices';
import { carriedOutFrom } from '../../prisma/privacy/requests';
import type { Compose } from '../touches/deps';

/**
 * Lets the messages that answer a customer's wish hold their link, which is made when they leave and stands nowhere else: the one that opens a
 * copy of their data, or the page where an erasure is called off, with its day.
 */
export function withWish(db: Db, links: LinkSettings | undefined, compose: Compose): Compose {
  return async (composition) => {
    if (!links || !isWishMessage(composition.message)) return compose(composition);
    const { wish } = await readNotice(db, composition.touchId);
    const goodUntil = copyGoodUntil(composition.at);
    const erasedFrom = carriedOutFrom(wish);
    const link =
      erasedFrom === null
        ? ({ kind: 'copy', requestId: wish.id } as const)
        : ({ kind: 'preferences', customerId: wish.customerId } as const);
    const date = erasedFrom && { at: erasedFrom, timeZone: composition.customer.timeZone ?? 'UTC' };
    return compose({ ...composition, words: { wish: { url: pageUrl(links, link, goodUntil), date } } });
  };
}
