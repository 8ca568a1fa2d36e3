import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import {
  DomainError,
  ERROR_CODES,
  type ErrorCode,
  type RateLimit,
  RateLimitedError,
  UnavailableError,
} from '../../domain/errors';
import type { Logger } from '../../logger';
import type { RequestState } from './request-state';

/** The words of the domain, and those for faults that lie in HTTP or in ourselves. */
const WIRE_ERROR_CODES = [
  ...ERROR_CODES,
  'method_not_allowed',
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'unavailable',
] as const;
export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number];

/** The one form of every failed answer's body. Source: docs/contract.md §1.10, with `code` added. */
export function presentError(code: WireErrorCode, message: string) {
  return { error: { message, code } };
}

/** The same for a part of a request that fails alone, with the status that it would have had as a request. */
export function presentPartError({ code, message }: DomainError) {
  return { status: HTTP_STATUS[code], ...presentError(code, message) };
}

/** The body of every failed answer. */
export const errorAnswer = z
  .object({
    error: z.object({
      message: z.string().describe('The field, its value, and what was expected: for people.'),
      code: z.enum(WIRE_ERROR_CODES).describe('A stable word, for programs.'),
    }),
  })
  .meta({ id: 'Error' });

const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_request: 400,
  missing_attributes: 400,
  invalid_url: 400,
  destination_not_allowed: 400,
  invalid_filter: 400,
  invalid_payload_template: 400,
  limit_reached: 400,
  unauthorized: 401,
  forbidden: 403,
  cross_site_request: 403,
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
};

/**
 * 420 where the official SDKs may call. Cloudinary's Admin API answers it, and the Python SDK reports it at once, while
 * the library below it sleeps through a 429 by itself. A blocked login and the platform's own requests get the standard
 * status. Source: docs/contract.md §1.10, RFC 6585.
 */
const RATE_LIMIT_STATUS: Record<RateLimit, number> = {
  failed_logins: 429,
  admin_requests: 420,
  poll_requests: 420,
  publish_requests: 429,
  test_notifications: 420,
};

export interface ErrorDependencies {
  readonly logger: Logger;
  /** Whether an error says that the database cannot be read or written at present. */
  readonly isDatabaseUnavailable: (error: unknown) => boolean;
}

/**
 * The only place where errors become answers. The answer to a caller's mistake has its message. Anything else is
 * logged, once, and the answer reveals only the request's id.
 */
export function errorHandler({ logger, isDatabaseUnavailable }: ErrorDependencies): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof DomainError) {
        answerFault(ctx, error);
        return;
      }
      const { requestId } = ctx.state;
      const facts = { request_id: requestId, method: ctx.method, path: ctx.path };
      const unavailable = isDatabaseUnavailable(error) ? databaseUnavailable(error) : error;
      if (unavailable instanceof UnavailableError) {
        const reason = unavailable.message;
        logger.warn('request could not be served', { ...facts, reason, err: unavailable.cause });
        ctx.status = 503;
        ctx.set('Retry-After', String(unavailable.retryAfterSeconds));
        ctx.body = presentError('unavailable', reason);
        return;
      }
      logger.error('request failed', { ...facts, err: error });
      ctx.status = 500;
      ctx.body = presentError('internal_error', `internal error; the log has it under request ${requestId}`);
    }
  };
}

function answerFault(ctx: Context, error: DomainError): void {
  ctx.status = HTTP_STATUS[error.code];
  ctx.body = presentError(error.code, error.message);
  if (!(error instanceof RateLimitedError)) return;
  ctx.status = RATE_LIMIT_STATUS[error.limit];
  ctx.message = 'Too Many Requests';
  ctx.set('Retry-After', String(error.retryAfterSeconds));
}

function databaseUnavailable(cause: unknown): UnavailableError {
  return new UnavailableError('the database cannot be read or written at present: try again', { cause });
}
