import { BlockList, isIP } from 'node:net';

/**
 * Where push services may stand. `public`: on the internet, over TLS; `loopback`: on this machine only, for tests, where nothing may reach a
 * real customer; `any`: both, for a developer's machine.
 */
export type PushHosts = 'public' | 'loopback' | 'any';

/**
 * What is wrong with the address of a subscription, or null. Browsers make them up, so whoever may subscribe could have us call anything:
 * https and a public name or number are asked of it here, and the numbers behind a name are looked at again when we connect (`isReachable`).
 */
export function endpointFault(endpoint: string, hosts: PushHosts): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!url || endpoint.length > LONGEST_ENDPOINT) return 'must be the address of a push service';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const loopback = isLoopbackHost(host);
  if (loopback && hosts !== 'public') return null;
  if (hosts === 'loopback') return 'must be on this machine: a test must not reach real customers';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.username || url.password) return 'must not hold a name or password';
  if (url.port && url.port !== '443') return 'must use the port of https';
  const named = isIP(host) === 0;
  if (named ? loopback || !host.includes('.') || PRIVATE_NAMES.test(host) : !isReachable(host, hosts)) {
    return 'must be a public host';
  }
  return null;
}

/** True for an IP address that a push may be sent to. */
export function isReachable(address: string, hosts: PushHosts): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const ip = family === 6 ? 'ipv6' : 'ipv4';
  if (LOOPBACK.check(address, ip)) return hosts !== 'public';
  if (hosts === 'loopback') return false;
  return family === 6 ? GLOBAL_V6.check(address, ip) && !SPECIAL.check(address, ip) : !SPECIAL.check(address, ip);
}

const LONGEST_ENDPOINT = 2_000;
const PRIVATE_NAMES =
  /\.(local|localhost|internal|intranet|lan|home|corp|home\.arpa|in-addr\.arpa|ip6\.arpa|onion)\.?$/i;

function isLoopbackHost(host: string): boolean {
  if (isIP(host) === 0) return /^(.+\.)?localhost\.?$/i.test(host);
  return LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

const LOOPBACK = blockList([['127.0.0.0', 8, 'ipv4']], ['::1']);

/** Of IPv6, only what is assigned to the internet is called at all (RFC 4291, section 2.4), and of that no way around into IPv4. */
const GLOBAL_V6 = blockList([['2000::', 3, 'ipv6']]);

/** IANA's special-purpose address registries: not globally reachable. */
const SPECIAL = blockList([
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
]);

function blockList(
  subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[],
  addresses: readonly string[] = [],
): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of subnets) list.addSubnet(net, prefix, family);
  for (const address of addresses) list.addAddress(address, 'ipv6');
  return list;
}
