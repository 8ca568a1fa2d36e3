import type { Middleware } from 'koa';
import type { Caller } from '../../domain/keys/caller';
import { DomainError } from '../../domain/errors';
import type { EnvironmentAuthentication } from '../dependencies';
import type { FailedLogins } from './failed-logins';
import { readLogin, type Login } from './login';
import { decodedSegment } from '../route/path-id';
import type { EnvironmentState } from '../route/request-state';

/** All but the paths that `authenticateAccount` guards. Case does not matter to the router, so it must not matter here. */
const ENVIRONMENT_PATHS = /^\/v1_1\/(?!provisioning\/accounts\/)([^/]+)\/./i;

/**
 * Lets a request below `/v1_1/:cloud_name/` pass only with an access key of that product environment, by HTTP Basic
 * (RFC 7617). Public routes come before it.
 */
export function authenticate(
  environments: EnvironmentAuthentication,
  logins: FailedLogins,
): Middleware<EnvironmentState> {
  const findCaller = (login: Login): Promise<Caller | undefined> =>
    logins.attempt(login, () => environments.authenticate(login.scope, login.apiKey, login.apiSecret));
  return async (ctx, next) => {
    const cloudName = ENVIRONMENT_PATHS.exec(ctx.path)?.[1];
    if (cloudName !== undefined) {
      const login = readLogin(ctx, decodedSegment(cloudName));
      const caller = login && (await findCaller(login));
      if (!caller) {
        ctx.set('WWW-Authenticate', 'Basic realm="product environment", charset="UTF-8"');
        throw unauthorized();
      }
      ctx.state.caller = caller;
    }
    await next();
  };
}

function unauthorized(): DomainError {
  return new DomainError(
    'unauthorized',
    'Invalid credentials. Authorization: expected HTTP Basic with an enabled API key of this product environment and its secret',
  );
}
