/** How soon a device shall be woken for a notification (RFC 8030, section 5.3). */
export const PUSH_URGENCIES = ['very-low', 'low', 'normal', 'high'] as const;
export type PushUrgency = (typeof PUSH_URGENCIES)[number];

/** Longest notification in bytes of UTF-8, title, text and address together: push services take about 4 KB, encrypted. */
export const MOST_PUSH_BYTES = 3 * 1024;

/** Size of a notification as it counts against MOST_PUSH_BYTES. */
export function pushBytes({
  title,
  body,
  url,
}: {
  readonly title: string;
  readonly body: string;
  readonly url: string;
}): number {
  return Buffer.byteLength(JSON.stringify([title, body, url]));
}
