import type { Context, Middleware } from 'koa';
import { type RateLimit, RateLimitedError } from '../../domain/errors';
import type { RequestState } from '../route/request-state';
import type { Rate } from '../route/route';
import { showValue } from '../route/parse';
import { BoundedCounter } from './bounded-counter';
import { type Capacity, RequestShare } from './capacity';

/** Lets only a limited number of requests be worked on at once: 503 for the next one. Health probes come before it. */
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

interface Budget {
  readonly limit: RateLimit;
  readonly perSecond: number;
  readonly counter: BoundedCounter;
}

export interface RequestLimitSettings {
  /** Of one access key or account, in this process; 0: no limit. */
  readonly apiRequestsPerSecond: number;
  /** Events, operations and reports of one access key, in this process; 0: no limit. */
  readonly publishRequestsPerSecond: number;
  /** For messages, of one access key, in this process; 0: no limit. */
  readonly pollRequestsPerSecond: number;
  /** For one session of the Console, so that its pages use none of its access key's budget. */
  readonly sessionRequestsPerSecond: number;
}

/** The checks that each kind of request passes before its route. Unknown paths count as administration. */
export type RequestLimits = Readonly<Record<Rate, Middleware<RequestState>>>;

/**
 * Lets each access key make a limited number of requests per second, counted in this process. Every answer says what is
 * left: `X-FeatureRateLimit-Limit`, `-Remaining` and, as an HTTP date, `-Reset`. Source of the names and forms: the
 * official SDKs for Node and Python, which parse them. Comes after authentication.
 */
export function limitRequests(settings: RequestLimitSettings, capacity: Capacity): RequestLimits {
  const ofSession = toBudget('admin_requests', settings.sessionRequestsPerSecond);
  const limitBy = (ofKey: Budget): Middleware<RequestState> => {
    return async (ctx, next) => {
      const { caller, accountId, session } = ctx.state;
      const key = caller?.apiKey ?? accountId;
      if (key !== undefined) {
        const budget = session ? ofSession : ofKey;
        if (budget.perSecond > 0) {
          const counted = session?.id ?? key;
          await spend(budget, counted, ctx);
          ctx.state.countFurther = async (requests) => void (await count(budget, counted, ctx, requests));
        }
        ctx.state.share.hold(capacity.claim(key, budget.limit));
      }
      await next();
    };
  };
  return {
    publishing: limitBy(toBudget('publish_requests', settings.publishRequestsPerSecond)),
    polling: limitBy(toBudget('poll_requests', settings.pollRequestsPerSecond)),
    administration: limitBy(toBudget('admin_requests', settings.apiRequestsPerSecond)),
  };
}

function toBudget(limit: RateLimit, perSecond: number): Budget {
  return { limit, perSecond, counter: new BoundedCounter({ limit: perSecond, windowSeconds: 1 }) };
}

/**
 * Counts, and says what is left.
 *
 * @returns the count, and until when it holds.
 */
async function count({ perSecond, counter }: Budget, key: string, ctx: Context, requests: number) {
  const { count, leftMs } = await counter.count(key, requests);
  const resetSeconds = Math.ceil((Date.now() + leftMs) / 1000);
  ctx.set('X-FeatureRateLimit-Limit', String(perSecond));
  ctx.set('X-FeatureRateLimit-Remaining', String(Math.max(0, perSecond - count)));
  ctx.set('X-FeatureRateLimit-Reset', new Date(resetSeconds * 1000).toUTCString());
  return { count, leftMs };
}

async function spend(budget: Budget, key: string, ctx: Context): Promise<void> {
  const { limit, perSecond } = budget;
  const { count: requests, leftMs } = await count(budget, key, ctx, 1);
  if (requests <= perSecond) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
  const message = `requests: got more than ${perSecond} within a second with the key ${showValue(key)}, expected no more: try again in ${retryAfterSeconds} s`;
  throw new RateLimitedError(limit, message, retryAfterSeconds);
}
