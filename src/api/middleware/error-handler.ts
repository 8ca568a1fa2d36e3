import type { Middleware } from 'koa';
import { DomainError, type ErrorCode, UnavailableError } from '../../domain/errors';
import type { Logger } from '../../logger';
import { presentError } from '../present/error';
import type { RequestState } from '../request-state';

const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_request: 400,
  missing_attributes: 400,
  invalid_url: 400,
  destination_not_allowed: 400,
  invalid_filter: 400,
  invalid_payload_template: 400,
  limit_reached: 400,
  unauthorized: 401,
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
};

const RETRY_AFTER_SECONDS = '5';

/**
 * The only place where errors become answers. A caller's mistake is told as it is; anything else is logged, once, and
 * answered with nothing but the request's id.
 */
export function errorHandler(logger: Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof DomainError) {
        ctx.status = HTTP_STATUS[error.code];
        ctx.body = presentError(error.code, error.message);
        return;
      }
      if (error instanceof UnavailableError) {
        logger.warn('request could not be served', { path: ctx.path, reason: error.message });
        ctx.status = 503;
        ctx.set('Retry-After', RETRY_AFTER_SECONDS);
        ctx.body = presentError('unavailable', error.message);
        return;
      }
      const { requestId } = ctx.state;
      logger.error('request failed', {
        request_id: requestId,
        method: ctx.method,
        path: ctx.path,
        err: error,
      });
      ctx.status = 500;
      ctx.body = presentError('internal_error', `internal error; the log has it under request ${requestId}`);
    }
  };
}
