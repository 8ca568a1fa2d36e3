import { z } from 'zod';
import { isPollUrl, parsePollUrl } from '../../domain/poll/channel';
import { refusing } from './parse';

export interface DestinationGuard {
  /**
   * Judges a notification URL's syntax and, resolving its name once, its addresses.
   *
   * @param field named in the error, for example `uri`.
   * @returns the URL in normal form. A name that does not resolve is let through.
   * @throws DomainError `invalid_url`, `destination_not_allowed`.
   */
  check(field: string, url: string): Promise<string>;
}

/** For the documentation: what else it has to be, a pattern cannot say. */
const HTTP_URL_PATTERN = '^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]';

/** The same, or the URL of a channel. */
export const ANY_URL_PATTERN = '^([Hh][Tt][Tt][Pp][Ss]?|poll)://[^/?#]';

/**
 * A URL that a trigger may have: one that notifications may go to, or that of a channel, in normal form.
 *
 * @param field named in errors, for example `new_uri`.
 */
export function triggerUrl(guard: DestinationGuard, field: string) {
  const judge = async (url: string) => (isPollUrl(url) ? parsePollUrl(field, url) : guard.check(field, url));
  return z
    .string('an http or https URL, or poll:// and a channel')
    .meta({
      format: 'uri',
      pattern: ANY_URL_PATTERN,
      description:
        'An http or https URL whose addresses are public; with `uri_type` poll, `poll://<channel>`.',
    })
    .transform(refusing(judge));
}

/**
 * A URL that notifications may go to, in normal form.
 *
 * @param field named by the guard's errors, for example `request.notification_url`.
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
