import { normalizeAddress } from '../../domain/address';
import type { Channel } from '../../domain/channel';
import type { Db, Tx } from '../../prisma/client';
import type { Customer } from '../../prisma/generated/client';

/** The customer whom a link is about, followed through merges; null when there is none any more, or all about them was erased. */
export async function findReader(db: Db | Tx, customerId: string): Promise<Customer | null> {
  if (customerId === '') return null;
  const customer = await db.customer.findUnique({ where: { id: customerId } });
  if (customer?.mergedInto) return findReader(db, customer.mergedInto);
  return customer?.erasedAt ? null : customer;
}

/** The channels on which somebody can be reached at all. Notifications need a browser that takes them. */
export async function reachableOn(db: Db, { id, email, phone }: Customer): Promise<ReadonlySet<Channel>> {
  const browsers = await db.pushSubscription.count({ where: { customerId: id, goneAt: null } });
  const reachable: Channel[] = ['in-app'];
  if (email && normalizeAddress('email', email)) reachable.push('email');
  if (phone && normalizeAddress('sms', phone)) reachable.push('sms');
  if (browsers > 0) reachable.push('push');
  return new Set(reachable);
}

/** An address as it may stand on a page that anybody with the link can see: enough for its owner to know it again. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${address.slice(0, 1)}•••${address.slice(at)}`;
  return `${address.slice(0, 3)} ••• ${address.slice(-3)}`;
}

/** An instant as a day in the customer's zone, in words. */
export function dayIn(language: string, zone: string | null): (at: Date) => string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: zone ?? 'UTC',
  });
  return (at) => format.format(at);
}
