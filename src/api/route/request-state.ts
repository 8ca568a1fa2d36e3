import type { RouterContext } from '@koa/router';
import type { RequestShare } from '../limits/capacity';
import type { SpanContext } from '../../domain/traces/span-context';
import type { Caller, ConsoleSession } from '../../domain/keys/access-key';

/** The findings of the middleware about a request. */
export interface RequestState {
  requestId: string;
  /** The span of the caller that its `traceparent` names, where traces are on. */
  producer?: SpanContext;
  /** Of routes other than the health probes. */
  share: RequestShare;
  /**
   * If requests per second are limited: counts this one as several. It is accepted already, and only the requests after
   * it are refused.
   */
  countFurther?: (requests: number) => Promise<void>;
  /** Below the path of a product environment, unless the route is public. */
  caller?: Caller;
  /** Below the path of an account. */
  accountId?: string;
  /** Number of the provisioning key that was shown, with `accountId`. */
  provisioningKey?: string;
  /** Present for a request of the Console. Its caller is in `caller` too. */
  session?: ConsoleSession;
}

export type RequestContext = RouterContext<RequestState>;
