import type { Middleware } from 'koa';
import type { RequestState } from '../request-state';

/** Names the request in its answer's `X-Request-Id`: as the caller named it, if that is a plain word, else by a new id. */
export function requestId(newId: () => string): Middleware<RequestState> {
  return async (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    ctx.state.requestId = /^[A-Za-z0-9_.-]{1,64}$/.test(given) ? given : newId();
    ctx.set('X-Request-Id', ctx.state.requestId);
    await next();
  };
}
