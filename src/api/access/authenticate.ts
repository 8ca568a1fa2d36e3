import type { Context, Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { decodedSegment } from '../route/path-id';
import type { RequestState } from '../route/request-state';
import { PREFIXES } from '../route/route';
import type { FailedLogins } from './login';
import { noSession } from './gate';
import { readLogin, type Login } from './login';
import { isFromConsole, refuseForgery } from './refuse-cross-site';
import { readSessionToken } from './browser';
import type { Caller, ConsoleSession } from '../../domain/keys/access-key';

export interface EnvironmentAuthentication {
  /** `undefined` for an unknown cloud name, an unknown or disabled key, or a wrong secret: all alike, also in time taken. */
  authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined>;
}

export interface AccountAuthentication {
  /**
   * Whether this is the account's provisioning key with its secret. Anything else is refused in the same way and in the
   * same time.
   */
  authenticate(accountId: string, apiKey: string, apiSecret: string): Promise<boolean>;
}

export interface SessionAuthentication {
  /** `undefined` for an unknown token, a session that has ended, or a key that is disabled: all alike. */
  find(token: string): Promise<ConsoleSession | undefined>;
}

interface Dependencies {
  readonly environments: EnvironmentAuthentication;
  readonly accounts: AccountAuthentication;
  /** Absent when the Console is turned off. */
  readonly consoleSessions?: SessionAuthentication | undefined;
  readonly logins: FailedLogins;
}

/** Case does not matter to the router, so it must not matter here. */
const ACCOUNT_PATHS = new RegExp(`^${PREFIXES.account.replace(/:\w+/, '([^/]*)')}`, 'i');
const ENVIRONMENT_PATHS = [PREFIXES.environment, PREFIXES.notifications].map(
  (prefix) => new RegExp(`^${prefix.replace(/:\w+/, '([^/]+)')}/.`, 'i'),
);
const SESSION_PATH = new RegExp(`^${PREFIXES.console}/session/?$`, 'i');

/** Finds the owner of the key in a login. After too many wrong logins from one place it does not look at them. */
export function keyAuthentication(environments: EnvironmentAuthentication, logins: FailedLogins) {
  return (login: Login): Promise<Caller | undefined> =>
    logins.attempt(login, () => environments.authenticate(login.scope, login.apiKey, login.apiSecret));
}

/**
 * Lets a request below the path of an account pass only with its provisioning key, and one below the path of a product
 * environment only with an access key of it. The caller logs in by HTTP Basic (RFC 7617), or with a session of the
 * Console, which stands for its key. Known and unknown paths are treated alike. Public routes come before it.
 */
export function authenticate(deps: Dependencies): Middleware<RequestState> {
  const { environments, accounts, consoleSessions, logins } = deps;
  const findCaller = keyAuthentication(environments, logins);
  const isProvisioner = (login: Login): Promise<boolean> =>
    logins.attempt(login, () => accounts.authenticate(login.scope, login.apiKey, login.apiSecret));

  async function findSession(ctx: Context): Promise<ConsoleSession | undefined> {
    refuseForgery(ctx);
    // What a session sees stays in no cache, of a browser or in between.
    ctx.set('Cache-Control', 'no-store');
    const token = readSessionToken(ctx);
    return token === undefined ? undefined : consoleSessions?.find(token);
  }

  return async (ctx, next) => {
    const account = ACCOUNT_PATHS.exec(ctx.path)?.[1];
    // `provisioning` may be a cloud name, too: an account's paths are no environment's.
    const cloudName = account === undefined ? cloudNameIn(ctx.path) : undefined;
    if (account !== undefined) {
      const login = readLogin(ctx, decodedSegment(account));
      if (!login || !(await isProvisioner(login))) {
        throw unauthorized(ctx, 'account', 'the provisioning API key of this account and its secret');
      }
      ctx.state.accountId = login.scope;
      ctx.state.provisioningKey = login.apiKey;
    } else if (cloudName !== undefined && consoleSessions && isBySession(ctx)) {
      const session = await findSession(ctx);
      if (session?.caller.cloudName !== decodedSegment(cloudName)) throw noSession();
      Object.assign(ctx.state, { session, caller: session.caller });
    } else if (cloudName !== undefined) {
      const login = readLogin(ctx, decodedSegment(cloudName));
      const caller = login && (await findCaller(login));
      if (!caller) {
        const expected = 'an enabled API key of this product environment and its secret';
        throw unauthorized(ctx, 'product environment', expected);
      }
      ctx.state.caller = caller;
    } else if (consoleSessions && SESSION_PATH.test(ctx.path)) {
      const session = await findSession(ctx);
      if (session) Object.assign(ctx.state, { session, caller: session.caller });
    }
    await next();
  };
}

function cloudNameIn(path: string): string | undefined {
  return ENVIRONMENT_PATHS.map((pattern) => pattern.exec(path)?.[1]).find((name) => name !== undefined);
}

/** A key that is sent counts more than a session. A page of the Console without a session gets no dialog of the browser's. */
function isBySession(ctx: Context): boolean {
  if (ctx.get('Authorization') !== '') return false;
  return isFromConsole(ctx) || readSessionToken(ctx) !== undefined;
}

/** Begins with what an official client looks for. */
function unauthorized(ctx: Context, realm: string, expected: string): DomainError {
  ctx.set('WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`);
  return new DomainError(
    'unauthorized',
    `Invalid credentials. Authorization: expected HTTP Basic with ${expected}`,
  );
}
