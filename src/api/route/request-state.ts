import type { RouterContext } from '@koa/router';
import type { Caller } from '../../domain/keys/caller';
import type { RequestShare } from '../limits/capacity';

/** What the middleware has found out about a request. */
export interface RequestState {
  requestId: string;
  /** Of routes other than the health probes. */
  share: RequestShare;
}

/** State of the routes below `/v1_1/:cloud_name` that need authentication. */
export interface EnvironmentState extends RequestState {
  caller: Caller;
}

export type EnvironmentContext = RouterContext<EnvironmentState>;

/** Where the routes of a product environment begin. */
export const ENVIRONMENT_PATH = '/v1_1/:cloud_name';

/** State of the routes of an account, which need its provisioning key. */
export interface AccountState extends RequestState {
  accountId: string;
  /** Number of the provisioning key that was shown. */
  provisioningKey: string;
}

export type AccountContext = RouterContext<AccountState>;

/** Where the routes of an account begin. */
export const ACCOUNT_PATH = '/v1_1/provisioning/accounts/:account_id';
