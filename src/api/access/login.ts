import type { Context } from 'koa';
import { clientNetwork } from '../../domain/keys/client-network';
import { isPlainName } from '../route/path-id';

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
