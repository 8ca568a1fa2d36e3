import { carriedAddress, nat64Ranges } from './nat64-prefixes';
import { isInRange, parseAddress, parseRange, type IpAddress, type IpRange } from './parse-address';

/** The rules for which addresses deliveries may reach. */
export interface AddressRules {
  /** False for anything that is not an address in its plain spelling. */
  isAllowed(address: string): boolean;
  /** Whether the operator lets deliveries reach this machine. Source: docs/decisions.md D34. */
  readonly allowsLoopback: boolean;
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

/** The operator's ranges, as {@link parseCidrs} returns them. */
interface OperatorRanges {
  readonly allowCidrs: readonly string[];
  /** Wins over everything else. */
  readonly denyCidrs?: readonly string[];
  /** As `parseNat64Prefixes` returns them: addresses within them are judged by the IPv4 address that they carry. */
  readonly nat64Prefixes?: readonly string[];
}

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

interface CidrList {
  readonly cidrs: readonly string[];
  /** One readable line for each entry that is not a range. */
  readonly faults: readonly string[];
}

/** Reads a list of address ranges, separated by commas or spaces; the empty text is the empty list. */
export function parseCidrs(text: string): CidrList {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
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

function isPublic(address: IpAddress): boolean {
  const isRoutable = address.kind() === 'ipv4' || isInRange(address, GLOBAL_UNICAST);
  return isRoutable && !isInAny(address, DENIED);
}

function isInAny(address: IpAddress, ranges: readonly IpRange[]): boolean {
  return ranges.some((candidate) => isInRange(address, candidate));
}

function range(text: string): IpRange {
  const parsed = parseRange(text);
  if (parsed === undefined) throw new Error(`not an address range: ${text}`);
  return parsed;
}
