import ipaddr from 'ipaddr.js';
import { isInRange, parseAddress, parseRange, type IpAddress, type IpRange } from './parse-address';

/** Source: RFC 6052 section 2.2. */
const LENGTHS: readonly number[] = [32, 40, 48, 56, 64, 96];
const LENGTHS_IN_WORDS = `${LENGTHS.slice(0, -1).join(', ')} or ${LENGTHS.at(-1)}`;
/** Bits 64 to 71, which RFC 6052 keeps at zero; the IPv4 address steps over them. */
const RESERVED_OCTET = 8;

interface Nat64PrefixList {
  readonly prefixes: readonly string[];
  /** One readable line for each fault. */
  readonly faults: readonly string[];
}

/** Reads a list of NAT64 prefixes, separated by commas or spaces; the empty text is the empty list. */
export function parseNat64Prefixes(text: string): Nat64PrefixList {
  const prefixes: string[] = [];
  const faults: string[] = [];
  for (const entry of text.split(/[\s,]+/).filter((word) => word !== '')) {
    const found = faultsOf(entry, prefixes);
    faults.push(...found.map((fault) => `${JSON.stringify(entry)} ${fault}`));
    if (found.length === 0) prefixes.push(entry);
  }
  return { prefixes, faults };
}

/** @throws Error with all faults. */
export function nat64Ranges(prefixes: readonly string[]): readonly IpRange[] {
  const { faults } = parseNat64Prefixes(prefixes.join(' '));
  if (faults.length > 0) throw new Error(faults.join('; '));
  return prefixes.map(parseRange).filter((range) => range !== undefined);
}

/**
 * The address that an address stands for in a network with NAT64: within a prefix the IPv4 address that it carries,
 * elsewhere itself. Source: RFC 6052 sections 2.2 and 2.3.
 *
 * @returns `undefined` when the reserved bits are set: translators need not agree on such an address.
 */
export function carriedAddress(address: IpAddress, prefixes: readonly IpRange[]): IpAddress | undefined {
  const prefix = prefixes.find((candidate) => isInRange(address, candidate));
  if (prefix === undefined) return address;

  const octets = address.toByteArray();
  if (octets[RESERVED_OCTET] !== 0) return undefined;
  const carrying = octets.filter((_, index) => index >= prefix[1] / 8 && index !== RESERVED_OCTET);
  return new ipaddr.IPv4(carrying.slice(0, 4));
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
