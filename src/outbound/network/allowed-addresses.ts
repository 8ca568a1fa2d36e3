import { isIP } from 'node:net';
import type { AddressRules } from '../../domain/destinations/address-rules';
import { isLoopbackName } from '../../domain/destinations/destination-url';
import type { NameResolver } from './name-resolver';

const LOOPBACK = ['127.0.0.1', '::1'];

/** Who knows the addresses of names, and which addresses may be reached. */
export interface AddressSource {
  readonly rules: AddressRules;
  readonly resolver: NameResolver;
}

/** The destination is, or its name leads to, an address that deliveries may not reach. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
}

/**
 * The addresses of a host, all of them allowed.
 *
 * @param host a name, or a literal address without brackets.
 * @throws AddressNotAllowed when even one of them is not: a name that leads to a private address
 * is either an attack or a mistake.
 * @throws NameLookupError when a name has none.
 */
export async function findAllowedAddresses(
  { rules, resolver }: AddressSource,
  host: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (isLoopbackName(host)) return allowedLoopback(rules);

  const addresses = isIP(host) === 0 ? await resolver.resolve(host, signal) : [host];
  if (!addresses.every((address) => rules.isAllowed(address))) throw new AddressNotAllowed();
  return addresses;
}

/** Judges a host that is a literal address; of a name, it says nothing. */
export function judgeLiteral(rules: AddressRules, host: string): AddressNotAllowed | undefined {
  return isIP(host) !== 0 && !rules.isAllowed(host) ? new AddressNotAllowed() : undefined;
}

/** Name servers need not know these names, and the operator may have allowed one family only. */
function allowedLoopback(rules: AddressRules): readonly string[] {
  const addresses = LOOPBACK.filter((address) => rules.isAllowed(address));
  if (addresses.length === 0) throw new AddressNotAllowed();
  return addresses;
}
