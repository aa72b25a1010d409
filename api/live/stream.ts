import type { Response } from 'express';
import type { LiveMessage } from '../../prisma/in-app-live';

/** A stream of server-sent events to one page (HTML Living Standard, section 9.2). */
export interface LiveStream {
  /** One event; `id` is what the page gives back as `Last-Event-ID`. */
  readonly send: (data: Readonly<Record<string, unknown>>, id?: string) => void;
  readonly beat: () => void;
  readonly end: () => void;
  /** Sends the head of the answer: from then on it cannot be anything but a stream. */
  readonly begin: () => void;
}

/** More than this unread means that nobody reads: the page comes again when it does. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/** An answer as a stream. Nothing on the way may keep or gather it. */
export function streamOn(response: Response): LiveStream {
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    else response.write(text);
  };
  return {
    begin() {
      response.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      response.flushHeaders();
    },
    send: (data, id) => write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`),
    beat: () => write(':\n\n'),
    end: () => void response.end(),
  };
}

/** News as a page gets them, on the stream and when it asks. */
export function newsView({ cursor, messages }: { readonly cursor: string; readonly messages: readonly LiveMessage[] }) {
  return { cursor, messages: messages.map(shown) };
}

function shown({ id, open, seen, as, title, body, action, steps, done }: LiveMessage) {
  return { id, open, seen, as, title, body, action, steps, done };
}
