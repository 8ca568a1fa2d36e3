import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { basicCredentials } from '../basic-credentials';
import { decodedSegment } from '../path-segment';
import { isPlainName } from '../plain-name';
import type { AccountAuthentication } from '../provisioning-dependencies';
import type { AccountState } from '../request-state';

/** Everything that `authenticate` leaves out. */
const ACCOUNT_PATHS = /^\/v1_1\/provisioning\/accounts\/([^/]*)/i;

/** Lets a request of the provisioning API pass only with the account's provisioning key, by HTTP Basic (RFC 7617). */
export function authenticateAccount(accounts: AccountAuthentication): Middleware<AccountState> {
  return async (ctx, next) => {
    const segment = ACCOUNT_PATHS.exec(ctx.path)?.[1];
    if (segment !== undefined) {
      const accountId = decodedSegment(segment);
      if (!(await isProvisioner(accounts, accountId, ctx.get('Authorization')))) {
        ctx.set('WWW-Authenticate', 'Basic realm="account", charset="UTF-8"');
        throw unauthorized();
      }
      ctx.state.accountId = accountId;
    }
    await next();
  };
}

async function isProvisioner(
  accounts: AccountAuthentication,
  accountId: string,
  authorization: string,
): Promise<boolean> {
  const credentials = basicCredentials(authorization);
  if (!credentials || !isPlainName(accountId)) return false;
  return accounts.authenticate(accountId, credentials.apiKey, credentials.apiSecret);
}

function unauthorized(): DomainError {
  return new DomainError(
    'unauthorized',
    'Authorization: expected HTTP Basic with the provisioning API key of this account and its secret',
  );
}
