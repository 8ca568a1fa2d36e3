import ipaddr from 'ipaddr.js';
import { parseAddress } from '../destinations/parse-address';

/** The smallest network that a customer with IPv6 is given: within it, an address costs nothing. */
const IPV6_PREFIX_GROUPS = 4;

/**
 * The network that a client is taken for: its IPv4 address, or the /64 of its IPv6 address.
 *
 * @param address as sockets and proxies print it, with or without a port or a zone.
 * @returns `unknown` for anything else, so that what is kept of it stays small.
 */
export function clientNetwork(address: string): string {
  const parsed = parseAddress(withoutPort(address).replace(/%.*$/s, ''));
  if (parsed === undefined) return 'unknown';
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, IPV6_PREFIX_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}

function withoutPort(address: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}
