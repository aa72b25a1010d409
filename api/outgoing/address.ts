import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where receivers of webhooks may stand. `public`: on the internet, over TLS. `any`: also in private networks and on this machine, where an operator says so. */
export type ReceiverHosts = 'public' | 'any';

/**
 * What is wrong with the address of a receiver, or null. Whoever may add an endpoint could otherwise have us call what only we can reach
 * (SSRF). The numbers behind a name are looked at again at every call (`lookupAmong`).
 */
export function receiverFault(address: string, hosts: ReceiverHosts): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'must be an address that begins with https://';
  if (url.username || url.password) return 'must not hold a name or password';
  if (hosts === 'any') return null;
  if (url.protocol !== 'https:') return 'must begin with https://';
  const host = hostOf(url);
  if (isIP(host) !== 0) return isPublic(host) ? null : 'must be a public host';
  const isLocal = !host.includes('.') || /\.(local|localhost|internal|intranet|lan|home|corp|arpa|onion)$/i.test(host);
  return isLocal ? 'must be a public host' : null;
}

/** True for an IP address on the internet. IPv4 in the clothes of IPv6 is looked at as what it is. */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** The host of a URL, without the brackets of IPv6 and the dot of the root. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$|\.$/g, '');
}

/** Code of the error with which a call to a forbidden address ends before it connects. */
export const FORBIDDEN = 'EFORBIDDEN';

/** Resolves a name once, and hands on only addresses that may be called: the connection goes to what was looked at, whatever the name says a moment later. */
export function lookupAmong(hosts: ReceiverHosts): LookupFunction {
  return (name, options, answer) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0);
      const addresses: LookupAddress[] = hosts === 'any' ? found : found.filter(({ address }) => isPublic(address));
      const [first] = addresses;
      // One bad address among good ones is a trap, not a mistake.
      if (!first || addresses.length < found.length)
        return answer(Object.assign(new Error('forbidden address'), { code: FORBIDDEN }), '', 0);
      if (options.all) return answer(null, addresses);
      return answer(null, first.address, first.family);
    });
  };
}
