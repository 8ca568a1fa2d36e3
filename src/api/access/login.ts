import { createHmac, randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { RateLimitedError } from '../../domain/errors';
import { Lru } from '../../kit/lru';
import { BoundedCounter } from '../limits/bounded-counter';
import { showValue } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { clientNetwork } from './browser';

/** Credentials as a request shows them. */
export interface Login {
  /** The place that it comes from, as `clientNetwork` names it. */
  readonly network: string;
  /** Cloud name, or id of the account. */
  readonly scope: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * Reads the login of a request.
 *
 * @returns `undefined` without credentials, and for a key or a scope that nobody can have. Nothing is looked up then,
 * and nothing counts as an attempt, since many clients show their credentials only when they are asked for.
 */
export function readLogin(ctx: Context, scope: string): Login | undefined {
  const credentials = basicCredentials(ctx.get('Authorization'));
  if (!credentials || !isPlainName(scope)) return undefined;
  return { network: clientNetwork(ctx.ip), scope, ...credentials };
}

interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * The credentials of an `Authorization` header, HTTP Basic (RFC 7617).
 *
 * @returns `undefined` for any other header, and for a key that nobody can have.
 */
function basicCredentials(authorization: string): Credentials | undefined {
  const base64 = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization)?.[1];
  if (base64 === undefined) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const apiKey = text.slice(0, colon);
  return colon >= 0 && isPlainName(apiKey) ? { apiKey, apiSecret: text.slice(colon + 1) } : undefined;
}

const MAX_PER_NETWORK = 10;
const MAX_PER_KEY = 5;
const WINDOW_SECONDS = 60;
const BLOCK_SECONDS = 15 * 60;
const MAX_REMEMBERED = 10_000;

/**
 * Does not look at credentials after too many wrong ones. Within a minute, 10 from one network, or 5 from there with one
 * API key, block for 15 minutes. Source: docs/decisions.md D50.
 *
 * Nobody can lock a customer out by failing on purpose. API keys are public, so failures with a key count only for the
 * network that they come from. Credentials that have worked from a network are let through to the authentication there.
 * Others behind the same address do not change that, nor does an old secret in a corner of the same backend. Whether a
 * key exists makes no difference.
 *
 * Attempts that are in progress at the same moment may exceed the numbers before the block begins.
 */
export class FailedLogins {
  private readonly byNetwork = new BoundedCounter({ limit: MAX_PER_NETWORK, windowSeconds: WINDOW_SECONDS });
  private readonly byKey = new BoundedCounter({ limit: MAX_PER_KEY, windowSeconds: WINDOW_SECONDS });
  private readonly succeeded = new Lru<true>({
    maxEntries: MAX_REMEMBERED,
    // A tenth at once: to find the first of a map costs as much as the deletions before it.
    shrinkTo: MAX_REMEMBERED * 0.9,
  });
  /** Makes what is remembered of a secret useless outside of this process. */
  private readonly salt = randomBytes(32);

  /**
   * @param authenticate is not called for a blocked caller.
   * @returns what it returns; anything false counts as a failure.
   * @throws RateLimitedError for a blocked caller.
   */
  async attempt<Found>(login: Login, authenticate: () => Promise<Found>): Promise<Found> {
    const fingerprint = this.fingerprint(login);
    if (!this.succeeded.has(fingerprint)) await this.refuseBlocked(login);
    const found = await authenticate();
    if (found) this.succeeded.set(fingerprint, true);
    else await this.recordFailure(login, fingerprint);
    return found;
  }

  private async refuseBlocked(login: Login): Promise<void> {
    const keyMs = await this.byKey.blockedMs(keyHere(login));
    if (keyMs > 0) {
      const what = `${MAX_PER_KEY} attempts with the API key ${showValue(login.apiKey)} from this address`;
      throw blocked(what, keyMs);
    }
    const networkMs = await this.byNetwork.blockedMs(login.network);
    if (networkMs > 0) throw blocked(`${MAX_PER_NETWORK} attempts from this address`, networkMs);
  }

  private async recordFailure(login: Login, fingerprint: string): Promise<void> {
    this.succeeded.delete(fingerprint);
    const key = keyHere(login);
    const ofKey = await this.byKey.count(key);
    if (ofKey.count === MAX_PER_KEY) await this.byKey.block(key, BLOCK_SECONDS);
    const ofNetwork = await this.byNetwork.count(login.network);
    if (ofNetwork.count === MAX_PER_NETWORK) await this.byNetwork.block(login.network, BLOCK_SECONDS);
  }

  private fingerprint({ network, scope, apiKey, apiSecret }: Login): string {
    const text = JSON.stringify([network, scope, apiKey, apiSecret]);
    return createHmac('sha256', this.salt).update(text).digest('base64');
  }
}

function keyHere({ network, apiKey }: Login): string {
  return `${network} ${apiKey}`;
}

function blocked(what: string, leftMs: number): RateLimitedError {
  const seconds = Math.ceil(leftMs / 1000);
  const message = `Authorization: ${what} failed within a minute, expected fewer: try again in ${seconds} s`;
  return new RateLimitedError('failed_logins', message, seconds);
}
