import { createHash } from 'node:crypto';
import { generateRequestDetails, getVapidHeaders } from 'web-push';
import { InvalidInput, ProviderRejected, ProviderUnavailable } from '../../domain/errors';
import { MOST_PUSH_BYTES, pushBytes } from '../../domain/push';
import type { PushHosts } from '../../domain/push-endpoint';
import type { Db } from '../../prisma/client';
import { dropSubscriptions, readPushTargets, type PushTarget } from '../../prisma/push-subscriptions';
import type { Accepted, ChannelAdapter, Dispatch } from './channel';
import { failureOf, postPush, type PushAnswer } from './push-call';

/** Our identity towards push services (VAPID, RFC 8292): `perennial keys vapid` makes a pair. Subscriptions are bound to the public key. */
export interface WebPushConfig {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service can write to about us: a `mailto:` or `https:` address. */
  readonly subject: string;
  /** Where push services may stand (the public internet). */
  readonly hosts?: PushHosts;
  /** Longest wait for an answer (10 seconds). */
  readonly timeoutMs?: number;
}

const HTTP_TIMEOUT_MS = 10_000;

/**
 * Notifications by web push to every browser of the customer: one touch, accepted when at least one service took it. A browser that its
 * service does not know any more is forgotten. Acceptance is no proof of contact, for services also take what reaches nobody; and there is
 * nothing to ask them afterwards, so there is no `find`. Throws InvalidInput when the keys or the subject cannot be used.
 */
export function webPush(db: Db, config: WebPushConfig): ChannelAdapter {
  insistOnKeys(config);
  return {
    channel: 'push',
    provider: 'web-push',
    many: true,
    async send({ customerId, touchId, content, at }: Dispatch): Promise<Accepted> {
      if (content.channel !== 'push')
        throw new TypeError(`an ${content.channel} message was handed to the push channel`);
      if (pushBytes(content) > MOST_PUSH_BYTES)
        throw new ProviderRejected('the notification is too long', 'content', 'too_long');

      const { targets, step } = await targetsOf(db, customerId, touchId);
      const { title, body, url, help, ttlSeconds, urgency } = content;
      const payload = JSON.stringify({ title, body, url, tag: touchId, help });
      const options = { TTL: ttlSeconds, urgency, topic: topicOf(step ?? touchId) };
      const answers = await Promise.all(targets.map((target) => push(target, payload, options, config)));

      await forget(db, targets, answers, at);
      if (answers.some(({ kind }) => kind === 'took')) return { providerId: null };
      throw failureOf(answers);
    },
  };
}

/** At the start, so that what fails later for want of keys is the browser's fault and not ours. */
function insistOnKeys({ publicKey, privateKey, subject }: WebPushConfig): void {
  try {
    getVapidHeaders('https://push.example', subject, publicKey, privateKey, 'aes128gcm');
  } catch (error) {
    throw new InvalidInput(`The VAPID keys cannot be used: ${(error as Error).message}`);
  }
}

/** Nothing has gone out while we cannot read where to; the error would quote the statement. */
async function targetsOf(db: Db, customerId: string, touchId: string): ReturnType<typeof readPushTargets> {
  try {
    return await readPushTargets(db, { customerId, touchId });
  } catch {
    throw new ProviderUnavailable('the subscriptions could not be read', 'no');
  }
}

/** At most 32 base64url characters (RFC 8030, section 5.4): a later notification of the same step replaces one that was not delivered yet. */
function topicOf(step: string): string {
  return createHash('sha256').update(step).digest('base64url').slice(0, 32);
}

async function push(
  target: PushTarget,
  payload: string,
  options: { readonly TTL: number; readonly urgency: 'very-low' | 'low' | 'normal' | 'high'; readonly topic: string },
  { publicKey, privateKey, subject, hosts = 'public', timeoutMs = HTTP_TIMEOUT_MS }: WebPushConfig,
): Promise<PushAnswer> {
  const vapidDetails = { publicKey, privateKey, subject };
  const subscription = { endpoint: target.endpoint, keys: { ...target.keys } };
  let request: ReturnType<typeof generateRequestDetails>;
  try {
    request = generateRequestDetails(subscription, payload, { ...options, vapidDetails });
  } catch {
    return { kind: 'gone', code: 'unusable_keys' };
  }
  return postPush({ ...request, hosts, timeoutMs });
}

/**
 * Forgets the browsers that are gone, and those that refuse our key while others take it: they were subscribed under another. Best effort:
 * the next touch finds them again.
 */
async function forget(db: Db, targets: readonly PushTarget[], answers: readonly PushAnswer[], at: Date): Promise<void> {
  const keyWorks = answers.some(({ kind }) => kind === 'took');
  const isDead = ({ kind }: PushAnswer) => kind === 'gone' || (kind === 'refused_us' && keyWorks);
  const dead = targets.filter((_target, index) => isDead(answers[index]!)).map(({ id }) => id);
  await dropSubscriptions(db, dead, at).catch(() => undefined);
}
