import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';

/** Refuses a request that does not say whom it asks. Source: RFC 9112 §3.2. */
export const requireHost: Middleware = async (ctx, next) => {
  if (ctx.req.httpVersion === '1.1' && ctx.req.headers.host === undefined) {
    throw new DomainError('invalid_request', 'Host: got none, expected the name of this server');
  }
  await next();
};
