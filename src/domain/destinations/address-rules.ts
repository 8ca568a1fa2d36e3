import ipaddr from 'ipaddr.js';

/** The rules for which addresses deliveries may reach. */
export interface AddressRules {
  /** False for anything that is not an address in its plain spelling. */
  isAllowed(address: string): boolean;
  /** Whether the operator lets deliveries reach this machine. Source: docs/decisions.md D34. */
  readonly allowsLoopback: boolean;
}

/** The operator's ranges, as {@link parseCidrs} returns them. */
interface OperatorRanges {
  readonly allowCidrs: readonly string[];
  /** Wins over everything else. */
  readonly denyCidrs?: readonly string[];
  /**
   * As {@link parseNat64Prefixes} returns them: addresses within them are judged by the IPv4 address that they carry.
   */
  readonly nat64Prefixes?: readonly string[];
}

/** The whole of IPv6's assigned global unicast space: everything else is refused. */
const GLOBAL_UNICAST = range('2000::/3');

/** Not for the public's servers, though some are routed. Source: IANA special-purpose address registries. */
const DENIED = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT, and a cloud's metadata service
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments, a cloud's metadata service
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '168.63.129.16/32', // a cloud's platform service, in public space
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID, AMT, AS112
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
].map(range);

/**
 * Makes the rules. Public addresses are allowed, and those in the ranges that the operator allows. Addresses in the
 * ranges that the operator denies are forbidden, so that a part of an allowed range can be excluded. An address within
 * a NAT64 prefix counts as the one that it carries.
 *
 * @throws Error when one of the ranges is not valid.
 */
export function createAddressRules({
  allowCidrs,
  denyCidrs = [],
  nat64Prefixes = [],
}: OperatorRanges): AddressRules {
  const allowed = allowCidrs.map(range);
  const denied = denyCidrs.map(range);
  const translated = nat64Ranges(nat64Prefixes);

  const isAllowed = (text: string): boolean => {
    const address = parseAddress(text);
    if (address === undefined || isInAny(address, denied)) return false;
    // A range that allows the prefix itself allows nothing: it would open every private address behind it.
    const judged = carriedAddress(address, translated);
    if (judged === undefined || isInAny(judged, denied)) return false;
    return isInAny(judged, allowed) || isPublic(judged);
  };

  return { isAllowed, allowsLoopback: isAllowed('127.0.0.1') || isAllowed('::1') };
}

function isPublic(address: IpAddress): boolean {
  const isRoutable = address.kind() === 'ipv4' || isInRange(address, GLOBAL_UNICAST);
  return isRoutable && !isInAny(address, DENIED);
}

function isInAny(address: IpAddress, ranges: readonly IpRange[]): boolean {
  return ranges.some((candidate) => isInRange(address, candidate));
}

/** @throws Error with all faults. */
function nat64Ranges(prefixes: readonly string[]): readonly IpRange[] {
  const { faults } = parseNat64Prefixes(prefixes.join(' '));
  if (faults.length > 0) throw new Error(faults.join('; '));
  return prefixes.map(parseRange).filter((range) => range !== undefined);
}

/** Bits 64 to 71, which RFC 6052 keeps at zero; the IPv4 address steps over them. */
const RESERVED_OCTET = 8;

/**
 * The address that an address stands for in a network with NAT64: within a prefix the IPv4 address that it carries,
 * elsewhere itself. Source: RFC 6052 sections 2.2 and 2.3.
 *
 * @returns `undefined` when the reserved bits are set: translators need not agree on such an address.
 */
function carriedAddress(address: IpAddress, prefixes: readonly IpRange[]): IpAddress | undefined {
  const prefix = prefixes.find((candidate) => isInRange(address, candidate));
  if (prefix === undefined) return address;

  const octets = address.toByteArray();
  if (octets[RESERVED_OCTET] !== 0) return undefined;
  const carrying = octets.filter((_, index) => index >= prefix[1] / 8 && index !== RESERVED_OCTET);
  return new ipaddr.IPv4(carrying.slice(0, 4));
}

interface CidrList {
  readonly cidrs: readonly string[];
  /** One readable line for each entry that is not a range. */
  readonly faults: readonly string[];
}

/** Reads a list of address ranges, separated by commas or spaces; the empty text is the empty list. */
export function parseCidrs(text: string): CidrList {
  const entries = entriesOf(text);
  return {
    cidrs: entries.filter((entry) => parseRange(entry) !== undefined),
    faults: entries
      .filter((entry) => parseRange(entry) === undefined)
      .map(
        (entry) =>
          `${JSON.stringify(entry)} is not an address range; expected CIDR notation such as 10.0.0.0/8 or fd00::/8`,
      ),
  };
}

function entriesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** Source: RFC 6052 section 2.2. */
const LENGTHS: readonly number[] = [32, 40, 48, 56, 64, 96];
const LENGTHS_IN_WORDS = `${LENGTHS.slice(0, -1).join(', ')} or ${LENGTHS.at(-1)}`;

interface Nat64PrefixList {
  readonly prefixes: readonly string[];
  /** One readable line for each fault. */
  readonly faults: readonly string[];
}

/** Reads a list of NAT64 prefixes, separated by commas or spaces; the empty text is the empty list. */
export function parseNat64Prefixes(text: string): Nat64PrefixList {
  const prefixes: string[] = [];
  const faults: string[] = [];
  for (const entry of entriesOf(text)) {
    const found = faultsOf(entry, prefixes);
    faults.push(...found.map((fault) => `${JSON.stringify(entry)} ${fault}`));
    if (found.length === 0) prefixes.push(entry);
  }
  return { prefixes, faults };
}

function faultsOf(entry: string, before: readonly string[]): readonly string[] {
  const [, addressText = '', lengthText = ''] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const address = parseAddress(addressText);
  if (address === undefined) return ['is not an IPv6 prefix; expected an IPv6 prefix such as 64:ff9b::/96'];
  if (address.kind() === 'ipv4') return ['is an IPv4 range; expected an IPv6 prefix such as 64:ff9b::/96'];

  const length = Number(lengthText);
  const faults: string[] = [];
  if (!LENGTHS.includes(length)) faults.push(`has the length ${length}; expected ${LENGTHS_IN_WORDS}`);
  const range = parseRange(entry);
  if (range === undefined) {
    if (length <= 128) faults.push('has bits set beyond its length; expected them to be 0');
  } else if (address.toByteArray()[RESERVED_OCTET] !== 0) {
    faults.push('has bits 64 to 71 set; expected them to be 0, as RFC 6052 has it');
  }
  const other = range && before.find((earlier) => overlaps(range, parseRange(earlier)));
  if (other !== undefined) {
    faults.push(`overlaps ${JSON.stringify(other)}; expected prefixes beside each other`);
  }
  return faults;
}

function overlaps(range: IpRange, other: IpRange | undefined): boolean {
  return other !== undefined && (isInRange(range[0], other) || isInRange(other[0], range));
}

type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;
type IpRange = readonly [IpAddress, number];

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

function range(text: string): IpRange {
  const parsed = parseRange(text);
  if (parsed === undefined) throw new Error(`not an address range: ${text}`);
  return parsed;
}

/**
 * Reads an address range in CIDR notation.
 *
 * @returns `undefined` when it is none, has bits set beyond its prefix, or is an IPv4-mapped range,
 * which no address matches since {@link parseAddress} unmaps.
 */
function parseRange(text: string): IpRange | undefined {
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

function isInRange(address: IpAddress, [network, prefixLength]: IpRange): boolean {
  return address.kind() === network.kind() && address.match(network, prefixLength);
}

/** Without a zone id, and not in the spelling `::1.2.3.4`, which ipaddr.js takes for the mapped address. */
function isPlainIPv6Text(text: string): boolean {
  return !text.includes('%') && !/^::\d+\./.test(text);
}

function isNetwork([address]: IpRange, network: IpAddress): boolean {
  return address.toNormalizedString() === network.toNormalizedString();
}
