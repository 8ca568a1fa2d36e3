import type { Middleware } from 'koa';
import type { Logger } from '../../logger';
import type { RequestState } from '../request-state';

/** Paths that machines ask every few seconds. */
const PROBES: readonly string[] = ['/healthz', '/readyz'];

/** Writes one line per answer. Queries, headers and bodies stay out of it: they may hold secrets. */
export function requestLog(logger: Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    const startedMs = performance.now();
    await next();
    const { method, path, status } = ctx;
    const facts = {
      request_id: ctx.state.requestId,
      method,
      path,
      status,
      duration_ms: Math.round(performance.now() - startedMs),
    };
    const message = `${method} ${path} answered ${status}`;
    if (PROBES.includes(path)) logger.debug(message, facts);
    else logger.info(message, facts);
  };
}
