import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import type { Caller, EnvironmentAuthentication } from '../dependencies';
import { isPlainName } from '../plain-name';
import type { EnvironmentState } from '../request-state';

/** Case does not matter to the router, so it must not matter here. */
const ENVIRONMENT_PATHS = /^\/v1_1\/([^/]+)\/./i;

/**
 * Lets a request below `/v1_1/:cloud_name/` pass only with an access key of that product environment, by HTTP Basic
 * (RFC 7617). Public routes come before it.
 */
export function authenticate(environments: EnvironmentAuthentication): Middleware<EnvironmentState> {
  return async (ctx, next) => {
    const cloudName = ENVIRONMENT_PATHS.exec(ctx.path)?.[1];
    if (cloudName !== undefined) {
      const caller = await findCaller(environments, decoded(cloudName), ctx.get('Authorization'));
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
  const credentials = parseBasic(authorization);
  if (!credentials || !isPlainName(cloudName) || !isPlainName(credentials.apiKey)) return undefined;
  return environments.authenticate(cloudName, credentials.apiKey, credentials.apiSecret);
}

function parseBasic(authorization: string): { apiKey: string; apiSecret: string } | undefined {
  const base64 = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization)?.[1];
  if (base64 === undefined) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { apiKey: text.slice(0, colon), apiSecret: text.slice(colon + 1) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

function unauthorized(): DomainError {
  return new DomainError(
    'unauthorized',
    'Authorization: expected HTTP Basic with an enabled API key of this product environment and its secret',
  );
}
