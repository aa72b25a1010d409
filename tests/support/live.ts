import { randomUUID } from 'node:crypto';
import { newId } from '../../domain/ids';
import type { InAppForm, InAppStep } from '../../domain/in-app';
import type { Db } from '../../prisma/client';
import { putInApp } from '../../prisma/in-app';
import type { ApiWorld } from './http';

/** What a page is told of a message. */
export interface Told {
  readonly id: string;
  readonly open: boolean;
  readonly seen: boolean;
  readonly as: InAppForm;
  readonly title: string;
  readonly done: readonly number[];
}

/** What stands in one event of a stream. */
export interface LiveEvent {
  readonly hello?: { readonly locale: string; readonly push_key: string | null; readonly expires_in: number };
  readonly cursor?: string;
  readonly messages?: readonly Told[];
}

/** Writes a customer who is known to the backend as `userId`. */
export async function signedIn(db: Db, userId: string, now: Date, locale = 'en'): Promise<string> {
  const id = newId(now);
  await db.customer.create({ data: { id, locale, createdAt: now, updatedAt: now } });
  await db.identity.create({ data: { kind: 'user', value: userId, customerId: id, createdAt: now } });
  return id;
}

/** Puts a message into a customer's inbox, as the channel does for a touch. */
export async function tell(
  db: Db,
  customerId: string,
  title: string,
  {
    at,
    as = 'card',
    steps = [],
    url = 'https://app.example/help',
    body = 'Hi',
  }: {
    readonly at: Date;
    readonly as?: InAppForm;
    readonly steps?: readonly InAppStep[];
    readonly url?: string;
    readonly body?: string;
  },
): Promise<{ readonly id: string; readonly touchId: string; readonly attemptId: string }> {
  const [attemptId, touchId] = [randomUUID(), randomUUID()];
  const action = { label: 'Go', url };
  await putInApp(db, { attemptId, touchId, customerId, title, body, html: body, action, form: as, steps, at });
  const { id } = await db.inAppMessage.findUniqueOrThrow({ where: { attemptId } });
  return { id, touchId, attemptId };
}

/** The token that a product's backend would put into the page. */
export async function tokenFor(world: Pick<ApiWorld, 'post'>, userId: string): Promise<string> {
  const { body } = await world.post<{ token: string }>(`/v1/customers/${userId}/live-token`, undefined, {
    role: 'operate',
  });
  return body.token;
}

/** A stream that is read event by event. */
export interface EventStream<E> {
  readonly status: number;
  readonly headers: Headers;
  /** The next event that has data; undefined when the stream has ended. */
  readonly next: () => Promise<E | undefined>;
  /** The id of the last event that was read. */
  readonly place: () => string | undefined;
  readonly close: () => void;
}

/** The stream of a page of a customer. */
export interface OpenStream extends EventStream<LiveEvent> {
  /** The titles of the next messages that are told, with a minus sign before those that are over. */
  readonly titles: () => Promise<readonly string[] | undefined>;
}

/** Opens a page's stream, from the beginning or after an event. */
export async function openStream(url: string, token: string, after?: string): Promise<OpenStream> {
  const stream = await openEvents<LiveEvent>(`${url}/live/events`, token, after);
  const titles: OpenStream['titles'] = async () => {
    const event = await stream.next();
    if (event?.hello) return titles();
    return event?.messages?.map(({ open, title }) => (open ? title : `-${title}`));
  };
  return { ...stream, titles };
}

/** Opens any stream of server-sent events, from the beginning or after an event. */
export async function openEvents<E>(url: string, bearer: string, after?: string): Promise<EventStream<E>> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${bearer}`,
      ...(after !== undefined && { 'Last-Event-ID': after }),
    },
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const events: { readonly id: string | undefined; readonly event: E }[] = [];
  let text = '';
  let place: string | undefined;
  const next = async () => {
    while (events.length === 0) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      const blocks = (text + value).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) events.push({ id: /^id: (.*)$/m.exec(block)?.[1], event: JSON.parse(data) as E });
      }
    }
    const read = events.shift()!;
    place = read.id ?? place;
    return read.event;
  };
  return { status: response.status, headers: response.headers, next, place: () => place, close: () => leaving.abort() };
}
