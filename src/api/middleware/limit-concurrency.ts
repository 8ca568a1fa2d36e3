import type { Middleware } from 'koa';
import type { Capacity } from '../limits/capacity';
import { RequestShare } from '../limits/request-share';
import type { RequestState } from '../request-state';

/** Lets only so many requests be worked on at once: 503 for the next one. Health probes come before it. */
export function limitConcurrency(capacity: Capacity): Middleware<RequestState> {
  return async (ctx, next) => {
    ctx.state.share = new RequestShare();
    ctx.state.share.hold(capacity.enter());
    try {
      await next();
    } finally {
      ctx.state.share.leave();
    }
  };
}
