import type { Middleware } from 'koa';
import { RateLimitedError, type RateLimit } from '../../domain/errors';
import type { RequestState } from '../route/request-state';

/** Observes every answer. */
export interface RequestObserver {
  requestAnswered(request: {
    /** The pattern of its path, without any value; `other` when no route matched. */
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  rateLimited(limit: RateLimit): void;
}

const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Times each request. A method that no client should send is `other`, so that strangers make no series. */
export function observeRequests({ requestAnswered }: RequestObserver): Middleware<RequestState> {
  return async (ctx, next) => {
    const startedMs = performance.now();
    await next();
    requestAnswered({
      route: typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'other',
      method: KNOWN_METHODS.includes(ctx.method) ? ctx.method : 'other',
      status: ctx.status,
      seconds: (performance.now() - startedMs) / 1000,
    });
  };
}

/** Counts the refusals by what was exceeded. After the middleware that makes answers of errors. */
export function observeRateLimits({ rateLimited }: RequestObserver): Middleware<RequestState> {
  return async (_ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof RateLimitedError) rateLimited(error.limit);
      throw error;
    }
  };
}
