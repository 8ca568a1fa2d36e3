/** What a caller did wrong, as a stable word that a program can act on. Listed in `docs/errors.md`. */
export const ERROR_CODES = [
  'invalid_request',
  'missing_attributes',
  'invalid_url',
  'destination_not_allowed',
  'invalid_filter',
  'invalid_payload_template',
  'limit_reached',
  'unauthorized',
  'not_found',
  'already_exists',
  'conflict',
  'payload_too_large',
  'unsupported_media_type',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A caller's mistake. The message says what was wrong, its value, where, and what was expected.
 * Never thrown for a failure of our own infrastructure or for what a receiver did.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A part of the installation that a request needs does not answer: nothing was changed, and the
 * same request may succeed later.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
