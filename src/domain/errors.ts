/** A caller's mistake, as a stable word that a program can act on. Listed in `docs/errors.md`. */
export const ERROR_CODES = [
  'invalid_request',
  'missing_attributes',
  'invalid_url',
  'destination_not_allowed',
  'invalid_filter',
  'invalid_payload_template',
  'limit_reached',
  'unauthorized',
  'forbidden',
  'cross_site_request',
  'not_found',
  'already_exists',
  'conflict',
  'precondition_failed',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
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

/** The things that a caller may have only a limited number of in a given time. */
export const RATE_LIMITS = [
  'failed_logins',
  'admin_requests',
  'poll_requests',
  'publish_requests',
  'test_notifications',
] as const;
export type RateLimit = (typeof RATE_LIMITS)[number];

/** A caller who has had as much as there is for now. */
export class RateLimitedError extends DomainError {
  constructor(
    readonly limit: RateLimit,
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super('rate_limited', message);
  }
}

const RETRY_AFTER_SECONDS = 5;

/**
 * A part of the installation that a request needs does not answer. Nothing is known to have changed, and the same
 * request may succeed later.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  readonly retryAfterSeconds: number;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterSeconds?: number } = {}) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds ?? RETRY_AFTER_SECONDS;
  }
}
