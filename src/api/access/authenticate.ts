import type { Context, Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import type { Caller } from '../../domain/keys/caller';
import { decodedSegment } from '../route/path-id';
import type { RequestState } from '../route/request-state';
import { PREFIXES } from '../route/route';
import type { FailedLogins } from './failed-logins';
import { readLogin, type Login } from './login';

export interface EnvironmentAuthentication {
  /** `undefined` for an unknown cloud name, an unknown or disabled key, or a wrong secret: all alike, also in time taken. */
  authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined>;
}

export interface AccountAuthentication {
  /** Whether this is the account's provisioning key with its secret; anything else is refused alike, also in time taken. */
  authenticate(accountId: string, apiKey: string, apiSecret: string): Promise<boolean>;
}

interface Dependencies {
  readonly environments: EnvironmentAuthentication;
  readonly accounts: AccountAuthentication;
  readonly logins: FailedLogins;
}

/** Case does not matter to the router, so it must not matter here. */
const ACCOUNT_PATHS = new RegExp(`^${PREFIXES.account.replace(/:\w+/, '([^/]*)')}`, 'i');
const ENVIRONMENT_PATHS = new RegExp(`^${PREFIXES.environment.replace(/:\w+/, '([^/]+)')}/.`, 'i');

/**
 * Lets a request below the path of an account pass only with its provisioning key, and one below the path of a product
 * environment only with an access key of it, by HTTP Basic (RFC 7617). Known and unknown paths are alike. Public routes
 * come before it.
 */
export function authenticate({ environments, accounts, logins }: Dependencies): Middleware<RequestState> {
  const findCaller = (login: Login): Promise<Caller | undefined> =>
    logins.attempt(login, () => environments.authenticate(login.scope, login.apiKey, login.apiSecret));
  const isProvisioner = (login: Login): Promise<boolean> =>
    logins.attempt(login, () => accounts.authenticate(login.scope, login.apiKey, login.apiSecret));

  return async (ctx, next) => {
    const account = ACCOUNT_PATHS.exec(ctx.path)?.[1];
    // `provisioning` may be a cloud name, too: an account's paths are no environment's.
    const cloudName = account === undefined ? ENVIRONMENT_PATHS.exec(ctx.path)?.[1] : undefined;
    if (account !== undefined) {
      const login = readLogin(ctx, decodedSegment(account));
      if (!login || !(await isProvisioner(login))) {
        throw unauthorized(ctx, 'account', 'the provisioning API key of this account and its secret');
      }
      ctx.state.accountId = login.scope;
      ctx.state.provisioningKey = login.apiKey;
    } else if (cloudName !== undefined) {
      const login = readLogin(ctx, decodedSegment(cloudName));
      const caller = login && (await findCaller(login));
      if (!caller) {
        const expected = 'an enabled API key of this product environment and its secret';
        throw unauthorized(ctx, 'product environment', expected);
      }
      ctx.state.caller = caller;
    }
    await next();
  };
}

/** Begins with what an official client looks for. */
function unauthorized(ctx: Context, realm: string, expected: string): DomainError {
  ctx.set('WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`);
  return new DomainError(
    'unauthorized',
    `Invalid credentials. Authorization: expected HTTP Basic with ${expected}`,
  );
}
