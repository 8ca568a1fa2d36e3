import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressRules } from '../../domain/destinations/address-rules';
import { isLoopbackName } from '../../domain/destinations/destination-url';

/** Who knows the addresses of names, and which addresses may be reached. */
export interface AddressSource {
  readonly rules: AddressRules;
  readonly resolver: NameResolver;
}

export interface NameResolver {
  /**
   * All IPv4 and IPv6 addresses of a name, at least one, IPv4 first.
   *
   * @throws NameLookupError when there is none, the name servers fail, or `signal` aborts.
   */
  resolve(hostname: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** The destination is, or its name leads to, an address that deliveries may not reach. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
}

/** A name without addresses, or name servers that did not answer. */
export class NameLookupError extends Error {
  override readonly name = 'NameLookupError';
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

const LOOPBACK = ['127.0.0.1', '::1'];

/** Name servers need not know these names, and the operator may have allowed one family only. */
function allowedLoopback(rules: AddressRules): readonly string[] {
  const addresses = LOOPBACK.filter((address) => rules.isAllowed(address));
  if (addresses.length === 0) throw new AddressNotAllowed();
  return addresses;
}

/** Judges a host that is a literal address; of a name, it says nothing. */
export function judgeLiteral(rules: AddressRules, host: string): AddressNotAllowed | undefined {
  return isIP(host) !== 0 && !rules.isAllowed(host) ? new AddressNotAllowed() : undefined;
}

const QUERY_TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Asks name servers by itself (c-ares). The system's own lookup shares four threads with file access
 * and cryptography: four slow names, which customers choose, would stall the process.
 *
 * @param servers `address:port` of the name servers; the system's when absent.
 */
export function createNameResolver({ servers }: { readonly servers?: readonly string[] } = {}): NameResolver {
  return {
    async resolve(hostname, signal) {
      // One each, since cancelling ends all queries of a resolver.
      const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES });
      if (servers !== undefined) resolver.setServers(servers);
      const cancel = () => resolver.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await addressesOf(resolver, hostname);
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}

async function addressesOf(resolver: Resolver, hostname: string): Promise<readonly string[]> {
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;

  const cause: unknown = answers.find((answer) => answer.status === 'rejected')?.reason;
  throw new NameLookupError(`no addresses for ${hostname}`, { cause });
}
