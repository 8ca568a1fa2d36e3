import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { basicCredentials } from '../basic-credentials';
import type { Caller, EnvironmentAuthentication } from '../dependencies';
import { decodedSegment } from '../path-segment';
import { isPlainName } from '../plain-name';
import type { EnvironmentState } from '../request-state';

/** All but the paths that `authenticateAccount` guards. Case does not matter to the router, so it must not matter here. */
const ENVIRONMENT_PATHS = /^\/v1_1\/(?!provisioning\/accounts\/)([^/]+)\/./i;

/**
 * Lets a request below `/v1_1/:cloud_name/` pass only with an access key of that product environment, by HTTP Basic
 * (RFC 7617). Public routes come before it.
 */
export function authenticate(environments: EnvironmentAuthentication): Middleware<EnvironmentState> {
  return async (ctx, next) => {
    const cloudName = ENVIRONMENT_PATHS.exec(ctx.path)?.[1];
    if (cloudName !== undefined) {
      const caller = await findCaller(environments, decodedSegment(cloudName), ctx.get('Authorization'));
      if (!caller) {
        ctx.set('WWW-Authenticate', 'Basic realm="product environment", charset="UTF-8"');
        throw unauthorized();
      }
      ctx.state.caller = caller;
    }
    await next();
  };
}

async function findCaller(
  environments: EnvironmentAuthentication,
  cloudName: string,
  authorization: string,
): Promise<Caller | undefined> {
  const credentials = basicCredentials(authorization);
  if (!credentials || !isPlainName(cloudName)) return undefined;
  return environments.authenticate(cloudName, credentials.apiKey, credentials.apiSecret);
}

function unauthorized(): DomainError {
  return new DomainError(
    'unauthorized',
    'Authorization: expected HTTP Basic with an enabled API key of this product environment and its secret',
  );
}
