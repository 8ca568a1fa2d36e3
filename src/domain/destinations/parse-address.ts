import ipaddr from 'ipaddr.js';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;
export type IpRange = readonly [IpAddress, number];

/**
 * Reads an IP address as name servers and sockets print it; an IPv4-mapped IPv6 address becomes the
 * IPv4 address that it stands for.
 *
 * @returns `undefined` for anything else: short, octal or hexadecimal IPv4 spellings, a zone id.
 */
export function parseAddress(text: string): IpAddress | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!isPlainIPv6Text(text) || !ipaddr.IPv6.isValid(text)) return undefined;

  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/**
 * Reads an address range in CIDR notation.
 *
 * @returns `undefined` when it is none, has bits set beyond its prefix, or is an IPv4-mapped range,
 * which no address matches since {@link parseAddress} unmaps.
 */
export function parseRange(text: string): IpRange | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    const range = ipaddr.IPv4.parseCIDR(text);
    return isNetwork(range, ipaddr.IPv4.networkAddressFromCIDR(text)) ? range : undefined;
  }
  if (!isPlainIPv6Text(text) || !ipaddr.IPv6.isValidCIDR(text)) return undefined;

  const range = ipaddr.IPv6.parseCIDR(text);
  const isUsable =
    !range[0].isIPv4MappedAddress() && isNetwork(range, ipaddr.IPv6.networkAddressFromCIDR(text));
  return isUsable ? range : undefined;
}

export function isInRange(address: IpAddress, [network, prefixLength]: IpRange): boolean {
  return address.kind() === network.kind() && address.match(network, prefixLength);
}

/** Without a zone id, and not in the spelling `::1.2.3.4`, which ipaddr.js takes for the mapped address. */
function isPlainIPv6Text(text: string): boolean {
  return !text.includes('%') && !/^::\d+\./.test(text);
}

function isNetwork([address]: IpRange, network: IpAddress): boolean {
  return address.toNormalizedString() === network.toNormalizedString();
}
