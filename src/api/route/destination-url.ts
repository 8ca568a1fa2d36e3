import { z } from 'zod';
import { refusing } from './parse';

export interface DestinationGuard {
  /**
   * Judges a notification URL's syntax and, resolving its name once, its addresses.
   *
   * @param field named in the error, for instance `uri`.
   * @returns the URL in normal form. A name that does not resolve is let through.
   * @throws DomainError `invalid_url`, `destination_not_allowed`.
   */
  check(field: string, url: string): Promise<string>;
}

/** For the documentation: what else it has to be, a pattern cannot say. */
export const HTTP_URL_PATTERN = '^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]';

/**
 * A URL that notifications may go to, in normal form.
 *
 * @param field named by the guard's errors, for instance `request.notification_url`.
 */
export function destinationUrl(guard: DestinationGuard, field: string) {
  return z
    .string('an http or https URL')
    .meta({
      format: 'uri',
      pattern: HTTP_URL_PATTERN,
      description: 'An http or https URL whose addresses are public.',
    })
    .transform(refusing((url: string) => guard.check(field, url)));
}
