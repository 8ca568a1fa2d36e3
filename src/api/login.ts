import type { Context } from 'koa';
import { clientNetwork } from '../domain/keys/client-network';
import { basicCredentials } from './basic-credentials';
import { isPlainName } from './plain-name';

/** Credentials as a request shows them. */
export interface Login {
  /** Where it comes from, as `clientNetwork` names it. */
  readonly network: string;
  /** Cloud name, or id of the account. */
  readonly scope: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * Reads the login of a request.
 *
 * @returns `undefined` without credentials, and for a key or a scope that nobody can have: nothing is looked up then, and
 * nothing counts as an attempt, since many clients only show their credentials when they are asked for.
 */
export function readLogin(ctx: Context, scope: string): Login | undefined {
  const credentials = basicCredentials(ctx.get('Authorization'));
  if (!credentials || !isPlainName(scope)) return undefined;
  return { network: clientNetwork(ctx.ip), scope, ...credentials };
}
