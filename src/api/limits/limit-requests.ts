import type { Context, Middleware } from 'koa';
import { type RateLimit, RateLimitedError } from '../../domain/errors';
import type { ApiSettings } from '../dependencies';
import type { AccountState, EnvironmentState, RequestState } from '../route/request-state';
import { showValue } from '../route/show-value';
import { BoundedCounter } from './bounded-counter';
import { type Capacity, RequestShare } from './capacity';
import { isPublishing } from './is-publishing';

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

type State = Partial<EnvironmentState & AccountState> & Pick<EnvironmentState, 'share'>;

interface Budget {
  readonly limit: RateLimit;
  readonly perSecond: number;
  readonly counter: BoundedCounter;
}

/**
 * Lets each access key make so many requests per second, counted in this process, and tells in every answer what is left:
 * `X-FeatureRateLimit-Limit`, `-Remaining` and, as an HTTP date, `-Reset`. Source of the names and forms: the official
 * SDKs for Node and Python, which parse them. Comes after authentication.
 */
export function limitRequests(settings: ApiSettings, capacity: Capacity): Middleware<State> {
  const publishing = toBudget('publish_requests', settings.publishRequestsPerSecond);
  const administration = toBudget('admin_requests', settings.apiRequestsPerSecond);
  return async (ctx, next) => {
    const key = ctx.state.caller?.apiKey ?? ctx.state.accountId;
    if (key !== undefined) {
      const budget = isPublishing(ctx.method, ctx.path) ? publishing : administration;
      if (budget.perSecond > 0) await spend(budget, key, ctx);
      ctx.state.share.hold(capacity.claim(key, budget.limit));
    }
    await next();
  };
}

function toBudget(limit: RateLimit, perSecond: number): Budget {
  return { limit, perSecond, counter: new BoundedCounter({ limit: perSecond, windowSeconds: 1 }) };
}

async function spend({ limit, perSecond, counter }: Budget, key: string, ctx: Context): Promise<void> {
  const { count, leftMs } = await counter.count(key);
  const resetSeconds = Math.ceil((Date.now() + leftMs) / 1000);
  ctx.set('X-FeatureRateLimit-Limit', String(perSecond));
  ctx.set('X-FeatureRateLimit-Remaining', String(Math.max(0, perSecond - count)));
  ctx.set('X-FeatureRateLimit-Reset', new Date(resetSeconds * 1000).toUTCString());
  if (count <= perSecond) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
  const message = `requests: got more than ${perSecond} within a second with the key ${showValue(key)}, expected no more: try again in ${retryAfterSeconds} s`;
  throw new RateLimitedError(limit, message, retryAfterSeconds);
}
