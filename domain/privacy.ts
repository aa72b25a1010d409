/** A copy of the data, or its erasure (GDPR articles 15, 17 and 20). */
export type Wish = 'export' | 'erase';

/** The built-in messages that answer a wish: they go to the address on file, whoever placed the wish. */
export const WISH_MESSAGES: Readonly<Record<Wish, string>> = { export: 'privacy/copy', erase: 'privacy/erasure' };

/** What the preference page calls them; nobody subscribes to it. */
export const WISH_TOPIC = 'your-data';

/** The key of the touch that answers a wish. */
export function wishKey(requestId: string): string {
  return `privacy:${requestId}`;
}

/** The wish that a touch answers, by its key. */
export function wishIn(touchKey: string): string | undefined {
  return /^privacy:(.+)$/.exec(touchKey)?.[1];
}

/** True for a message that no journey may send, because its words or links come from elsewhere. */
export function isWishMessage(message: string): boolean {
  return Object.values(WISH_MESSAGES).includes(message);
}
