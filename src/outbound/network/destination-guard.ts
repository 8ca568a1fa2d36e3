import { parseDestinationUrl, maskUrl } from '../../domain/destinations/destination-url';
import { DomainError } from '../../domain/errors';
import { startDeadline } from '../deadline';
import {
  NameLookupError,
  AddressNotAllowed,
  type AddressSource,
  findAllowedAddresses,
  judgeLiteral,
} from './allowed-addresses';

const LOOKUP_TIMEOUT_MS = 3_000;

export interface HttpDestinationGuard {
  /**
   * Judges a notification URL's text and, looking its name up once, its addresses, so that a mistake
   * is told to who makes it. Names can be pointed elsewhere afterwards: the sender judges again.
   *
   * @param field named in the error, for example `uri`.
   * @returns the URL in normal form. A name that does not resolve within 3 s is let through, as is every name
   * where an egress proxy looks them up.
   * @throws DomainError `invalid_url`, `destination_not_allowed`.
   */
  check(field: string, url: string): Promise<string>;
}

/** @param addresses without a resolver where an egress proxy looks up all names. */
export function createDestinationGuard({
  rules,
  resolver,
}: Pick<AddressSource, 'rules'> & Partial<AddressSource>): HttpDestinationGuard {
  return {
    async check(field, raw) {
      const url = parseDestinationUrl(field, raw, { allowLoopbackNames: rules.allowsLoopback });
      if (judgeLiteral(rules, hostOf(url))) throw notAllowed(field, url);
      if (resolver && !(await mayLeadTo({ rules, resolver }, hostOf(url)))) throw notAllowed(field, url);
      return url;
    },
  };
}

/** False only for what is known to lead elsewhere. */
async function mayLeadTo(addresses: AddressSource, host: string): Promise<boolean> {
  const deadline = startDeadline(LOOKUP_TIMEOUT_MS);
  try {
    await findAllowedAddresses(addresses, host, deadline.signal);
    return true;
  } catch (error) {
    if (error instanceof AddressNotAllowed) return false;
    if (error instanceof NameLookupError) return true;
    throw error;
  } finally {
    deadline.clear();
  }
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
