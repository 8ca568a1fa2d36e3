import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import type { FailedLogins } from './failed-logins';
import { readLogin, type Login } from './login';
import { decodedSegment } from '../route/path-id';
import type { AccountAuthentication } from '../provisioning/ports';
import type { AccountState } from '../route/request-state';

/** Everything that `authenticate` leaves out. */
const ACCOUNT_PATHS = /^\/v1_1\/provisioning\/accounts\/([^/]*)/i;

/** Lets a request of the provisioning API pass only with the account's provisioning key, by HTTP Basic (RFC 7617). */
export function authenticateAccount(
  accounts: AccountAuthentication,
  logins: FailedLogins,
): Middleware<AccountState> {
  const isProvisioner = (login: Login): Promise<boolean> =>
    logins.attempt(login, () => accounts.authenticate(login.scope, login.apiKey, login.apiSecret));
  return async (ctx, next) => {
    const segment = ACCOUNT_PATHS.exec(ctx.path)?.[1];
    if (segment !== undefined) {
      const accountId = decodedSegment(segment);
      const login = readLogin(ctx, accountId);
      if (!login || !(await isProvisioner(login))) {
        ctx.set('WWW-Authenticate', 'Basic realm="account", charset="UTF-8"');
        throw unauthorized();
      }
      ctx.state.accountId = accountId;
      ctx.state.provisioningKey = login.apiKey;
    }
    await next();
  };
}

/** Begins with what an official client looks for. */
function unauthorized(): DomainError {
  return new DomainError(
    'unauthorized',
    'Invalid credentials. Authorization: expected HTTP Basic with the provisioning API key of this account and its secret',
  );
}
