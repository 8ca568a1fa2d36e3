import type { Middleware } from 'koa';
import { RateLimitedError, type RateLimit } from '../../domain/errors';
import { parseTraceparent } from '../../domain/traces/span-context';
import type { Logger } from '../../logger';
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

/** Names the request in its answer's `X-Request-Id`: as the caller named it, if that is a plain word, else by a new id. */
export function requestId(newId: () => string): Middleware<RequestState> {
  return async (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    ctx.state.requestId = /^[A-Za-z0-9_.-]{1,64}$/.test(given) ? given : newId();
    ctx.set('X-Request-Id', ctx.state.requestId);
    await next();
  };
}

/**
 * Writes one line per answer. Queries, headers and bodies stay out of it: they may hold secrets.
 *
 * @param probes paths that machines ask every few seconds: their lines are for debugging only.
 */
export function requestLog(logger: Logger, probes: readonly string[]): Middleware<RequestState> {
  return async (ctx, next) => {
    const startedMs = performance.now();
    await next();
    const { method, path, status } = ctx;
    const { requestId, producer } = ctx.state;
    const facts = {
      request_id: requestId,
      ...(producer && { trace_id: producer.traceId }),
      method,
      path,
      status,
      duration_ms: Math.round(performance.now() - startedMs),
    };
    const message = `${method} ${path} answered ${status}`;
    if (probes.includes(path)) logger.debug(message, facts);
    else logger.info(message, facts);
  };
}

/** Reads which span of the caller's a request belongs to. What is no `traceparent` is ignored, as W3C Trace Context asks. */
export const readProducerSpan: Middleware<RequestState> = (ctx, next) => {
  const producer = parseTraceparent(ctx.get('traceparent'));
  if (producer) ctx.state.producer = producer;
  return next();
};

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
