import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { decrypted } from './push-decrypt';
import { vapidFault } from './push-vapid';
import { parseJson, startStandin, type Answer, type Protocol, type Received, type Standin } from './standin';

/** A notification that the stand-in took, decrypted as the browser would. `headers`: those by which it is to be handled. */
export interface AcceptedPush {
  readonly subscription: string;
  readonly payload: unknown;
  readonly ttl: number;
  readonly urgency: string | undefined;
  readonly topic: string | undefined;
  /** From the sender's token: whom to write to about these notifications. */
  readonly subject: string;
}

/** A subscription as a browser hands it out. */
export interface StandinSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A push service that also plays the browsers behind it. */
export interface PushStandin extends Standin<AcceptedPush> {
  /** A browser subscribes, with keys of its own, to whoever holds this VAPID key (to anybody, without one). */
  readonly subscribe: (applicationServerKey?: string) => StandinSubscription;
  /** A browser is gone: its endpoint answers 410 from now on. */
  readonly forget: (subscription: StandinSubscription) => void;
}

/**
 * Starts a stand-in for a push service (RFC 8030, 8188, 8291, 8292): `POST /push/<id>` answers 201, 400 on a body that the browser's keys do not
 * open, 403 on a token that is not the subscriber's, 404 or 410 for browsers it does not know, 413 over 4 KB. Other languages subscribe by
 * `POST /subscriptions`, with `{"applicationServerKey"}` if they like.
 */
export async function startPush({ port }: { readonly port?: number } = {}): Promise<PushStandin> {
  const browsers = new Map<string, Browser>();
  // The address is known once it listens, and is asked for only after that.
  const origin = { url: '' };
  const subscribe = (applicationServerKey?: string) => subscribed(browsers, origin.url, applicationServerKey);
  const standin = await startStandin(pushProtocol(browsers, origin, subscribe), port);
  origin.url = standin.url;
  return Object.assign(standin, {
    subscribe,
    forget: ({ endpoint }: StandinSubscription) => {
      const browser = browsers.get(new URL(endpoint).pathname);
      if (browser) browser.isGone = true;
    },
  });
}

/** What a browser keeps to itself, and whom it listens to. */
interface Browser {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
  readonly serverKey: string | undefined;
  isGone: boolean;
}

/** More than this a push service does not take (RFC 8030, section 7.2, asks for no more). */
const MOST_BYTES = 4096;

function subscribed(browsers: Map<string, Browser>, url: string, serverKey: string | undefined): StandinSubscription {
  const ecdh = createECDH('prime256v1');
  const p256dh = ecdh.generateKeys('base64url');
  const auth = randomBytes(16);
  const path = `/push/${randomBytes(12).toString('base64url')}`;
  browsers.set(path, { ecdh, auth, serverKey, isGone: false });
  return { endpoint: url + path, keys: { p256dh, auth: auth.toString('base64url') } };
}

function pushProtocol(
  browsers: ReadonlyMap<string, Browser>,
  origin: { readonly url: string },
  subscribe: PushStandin['subscribe'],
): Protocol<AcceptedPush> {
  return {
    receive(request) {
      if (`${request.method} ${request.path}` === 'POST /subscriptions') {
        const { applicationServerKey } = (parseJson(request.body) ?? {}) as { applicationServerKey?: string };
        return { answer: { status: 201, body: subscribe(applicationServerKey) } };
      }
      const browser = browsers.get(request.path);
      if (request.method !== 'POST' || !browser) return { answer: refusal(404) };
      return browser.isGone ? { answer: refusal(410) } : take(request, browser, origin.url);
    },
    refusal,
  };
}

function take(
  request: Received,
  { ecdh, auth, serverKey }: Browser,
  origin: string,
): ReturnType<Protocol<AcceptedPush>['receive']> {
  const { headers, path, bytes } = request;
  if (bytes.length > MOST_BYTES) return { answer: refusal(413) };
  const vapid = vapidFault(headers.authorization, origin, serverKey);
  if ('fault' in vapid) return { answer: { status: 403, body: { reason: vapid.fault } } };
  const ttl = Number(headers['ttl']);
  const payload = headers['content-encoding'] === 'aes128gcm' ? decrypted(bytes, ecdh, auth) : undefined;
  const topic = headers['topic'] as string | undefined;
  const isTopic = topic === undefined || /^[\w-]{1,32}$/.test(topic);
  if (payload === undefined || !Number.isInteger(ttl) || ttl < 0 || !isTopic) return { answer: refusal(400) };
  return {
    message: {
      subscription: origin + path,
      payload: parseJson(payload) ?? payload,
      ttl,
      urgency: headers['urgency'] as string | undefined,
      topic,
      subject: vapid.subject,
    },
    answer: { status: 201, headers: { location: `${origin}/message/${randomBytes(12).toString('base64url')}` } },
  };
}

function refusal(status: number): Answer {
  return { status, body: { reason: 'refused' } };
}
