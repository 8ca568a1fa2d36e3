import { parseDestinationUrl } from '../domain/destination-url';
import { DomainError } from '../domain/errors';
import { maskUrl } from '../domain/mask-url';
import { AddressNotAllowed, type AddressSource, findAllowedAddresses } from './allowed-addresses';
import { startDeadline } from './deadline';
import { NameLookupError } from './name-resolver';

const LOOKUP_TIMEOUT_MS = 3_000;

export interface HttpDestinationGuard {
  /**
   * Judges a notification URL's text and, looking its name up once, its addresses, so that a mistake
   * is told to who makes it. Names can be pointed elsewhere afterwards: the sender judges again.
   *
   * @param field named in the error, for instance `uri`.
   * @returns the URL in normal form. A name that does not resolve within 3 s is let through.
   * @throws DomainError `invalid_url`, `destination_not_allowed`.
   */
  check(field: string, url: string): Promise<string>;
}

export function createDestinationGuard(addresses: AddressSource): HttpDestinationGuard {
  return {
    async check(field, raw) {
      const url = parseDestinationUrl(field, raw, { allowLoopbackNames: addresses.rules.allowsLoopback });
      const deadline = startDeadline(LOOKUP_TIMEOUT_MS);
      try {
        await findAllowedAddresses(addresses, hostOf(url), deadline.signal);
      } catch (error) {
        if (error instanceof AddressNotAllowed) throw notAllowed(field, url);
        if (!(error instanceof NameLookupError)) throw error;
      } finally {
        deadline.clear();
      }
      return url;
    },
  };
}

/** Without the brackets of an IPv6 address. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** Does not say which address: that would tell callers what the network behind us looks like. */
function notAllowed(field: string, url: string): DomainError {
  return new DomainError(
    'destination_not_allowed',
    `${field} ${JSON.stringify(maskUrl(url))} points to an address that is not allowed; expected a public one`,
  );
}
