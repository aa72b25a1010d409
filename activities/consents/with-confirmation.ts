import { CONFIRM_MESSAGE } from '../../domain/confirmation';
import { InvalidInput } from '../../domain/errors';
import { PAGE_PATHS, type LinkSettings } from '../../domain/public-pages';
import type { Db } from '../../prisma/client';
import { readConfirmation } from '../../prisma/confirmations';
import { tokenOf } from '../../prisma/consent-requests';
import type { Compose } from '../touches/deps';

/**
 * Lets the message that asks for a confirmation say what is to be confirmed, in exactly the words and the language that were shown. Its link is
 * made when it leaves, and stands nowhere else. Rejects with InvalidInput for what was confirmed meanwhile, or is too late to confirm.
 */
export function withConfirmation(db: Db, links: LinkSettings | undefined, compose: Compose): Compose {
  return async (composition) => {
    if (composition.message !== CONFIRM_MESSAGE) return compose(composition);
    const { request } = await readConfirmation(db, composition.touchId);
    const token = links && tokenOf(request, links.keys);
    if (!token || request.confirmedAt || request.expiresAt <= composition.at)
      throw new InvalidInput('There is nothing to confirm any more.');
    const url = `${links.baseUrl}/c/${PAGE_PATHS.confirm}/${token}`;
    const customer = { ...composition.customer, locale: request.locale };
    return compose({ ...composition, customer, words: { confirm: { url, wording: { prose: request.wording } } } });
  };
}
