import { setTimeout as pause } from 'node:timers/promises';
import { zoneAt } from '../testkit/noon';
import type { Ground } from './ground';
import { SECONDS_A_DAY } from './pace';
import type { Life, Plan } from './plan';
import type { RunRecord } from './record';

/** Customers answer within this of the end of the first wait: in the same second as its timer. */
const SAME_SECOND_MS = 600;
const FIRST_WAIT_MS = 4 * SECONDS_A_DAY * 1000;
const LOOK_EVERY_MS = 100;
/** Whoever has not been written to by then has nothing to answer. */
const ANSWERS_WITHIN_MS = 90_000;

/** Lets all customers live as planned: they come, enter their journeys, and do what they do. Resolves when the last has acted. */
export async function live(ground: Ground, { lives }: Plan, record: RunRecord): Promise<void> {
  const began = performance.now();
  await Promise.all(
    lives.map(async (life, number) => {
      await pause(life.entersAt * 1000 - (performance.now() - began));
      await enter(ground, life, number);
      await act(ground, life, record);
    }),
  );
}

/** The instant and the zone of a life: where it is noon, or deep in the night. */
export function zoneOf({ fate }: Pick<Life, 'fate'>, now: Date): string {
  return zoneAt(now, fate === 'asleep' ? 2 : 12);
}

async function enter({ client }: Ground, life: Life, number: number): Promise<void> {
  const { userId, fate, journeys } = life;
  const phone = fate === 'bounces' ? { phone: `+1415555${String(number % 10_000).padStart(4, '0')}` } : {};
  const traits = { email: `${userId}@example.com`, owner: 'ann', timezone: zoneOf(life, new Date()), ...phone };
  const events = journeys.map((journey) => (journey === 'at-risk' ? 'usage.dropped' : 'customer.signed_up'));
  const batch = [
    { type: 'identify', userId, messageId: `${userId}-identify`, traits },
    ...events.map((event) => ({ type: 'track', userId, event, messageId: `${userId}-${event}` })),
  ];
  const [identify, ...tracks] = batch;
  await client.call('POST', '/v1/batch', { batch: [identify] });
  if (fate === 'bounces') {
    await client.call('POST', `/v1/customers/${userId}/consents`, { channel: 'sms', state: 'granted', method: 'form' });
  }
  // Backends send again what they are not sure of, also at the same moment.
  const copies = number % 4 === 0 ? 3 : 1;
  await Promise.all(Array.from({ length: copies }, () => client.call('POST', '/v1/batch', { batch: tracks })));
}

async function act(ground: Ground, life: Life, record: RunRecord): Promise<void> {
  const { userId, fate, actsAt } = life;
  switch (fate) {
    case 'returns':
      await pause(actsAt * 1000);
      return track(ground, userId, 'customer.logged_in');
    case 'withdraws':
      await pause(actsAt * 1000);
      return withdraw(ground, userId, record);
    case 'replies':
      if (await endOfFirstWait(ground, life)) await track(ground, userId, 'customer.replied');
      return;
    case 'erased':
      await endOfFirstWait(ground, life);
      return erase(ground, userId, record);
    case 'silent':
    case 'bounces':
    case 'asleep':
      return undefined;
  }
}

/** Resolves in the second in which the first wait after the first mail ends: to whether there was one. */
async function endOfFirstWait(ground: Ground, { userId, actsAt }: Life): Promise<boolean> {
  const written = await firstMail(ground, userId);
  if (!written) return false;
  const inTheSecond = FIRST_WAIT_MS + (actsAt / 20 - 0.5) * 2 * SAME_SECOND_MS;
  await pause(Math.max(0, written.getTime() + inTheSecond - Date.now()));
  return true;
}

async function track({ client }: Ground, userId: string, event: string): Promise<void> {
  const message = { type: 'track', userId, event, messageId: `${userId}-${event}` };
  await client.call('POST', '/v1/batch', { batch: [message] });
}

/** Takes everything back, and notes when the API had said yes. */
export async function withdraw({ client }: Ground, userId: string, record: RunRecord): Promise<void> {
  const said = { channel: '*', state: 'withdrawn', method: 'form' };
  const { status } = await client.call('POST', `/v1/customers/${userId}/consents`, said);
  if (status < 300) record.withdrawals.push({ userId, at: new Date() });
}

/** Erases a customer, and notes when the API had said yes, or that there is no such customer any more: its yes was lost then. */
export async function erase({ client }: Ground, userId: string, record: RunRecord): Promise<void> {
  const { body } = await client.call('GET', `/v1/customers/${userId}`);
  const { id: customerId } = body as { readonly id?: string };
  if (customerId === undefined) return;
  const { status } = await client.call('POST', `/v1/customers/${customerId}/erasure`);
  if (status < 300 || status === 404) record.erasures.push({ userId, customerId, at: new Date() });
}

async function firstMail({ sendgrid }: Ground, userId: string): Promise<Date | undefined> {
  const until = performance.now() + ANSWERS_WITHIN_MS;
  while (performance.now() < until) {
    const mail = sendgrid.accepted.find(({ to }) => to === `${userId}@example.com`);
    if (mail) return mail.at;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}
