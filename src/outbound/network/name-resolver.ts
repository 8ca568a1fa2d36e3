import { Resolver } from 'node:dns/promises';

const QUERY_TIMEOUT_MS = 2_000;
const TRIES = 2;

/** A name without addresses, or name servers that did not answer. */
export class NameLookupError extends Error {
  override readonly name = 'NameLookupError';
}

export interface NameResolver {
  /**
   * All IPv4 and IPv6 addresses of a name, at least one, IPv4 first.
   *
   * @throws NameLookupError when there is none, the name servers fail, or `signal` aborts.
   */
  resolve(hostname: string, signal: AbortSignal): Promise<readonly string[]>;
}

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
