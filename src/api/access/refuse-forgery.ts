import type { Context } from 'koa';
import { DomainError } from '../../domain/errors';
import { showValue } from '../route/show-value';
import { SAFE_METHODS } from './refuse-cross-site';

const HEADER = 'X-Requested-By';
const CONSOLE = 'console';

/** Whether a request says that a page of the Console makes it. */
export function isFromConsole(ctx: Pick<Context, 'get'>): boolean {
  return ctx.get(HEADER) === CONSOLE;
}

/**
 * Refuses a request that a page of the Console did not make. Browsers send a session's cookie with any request to this
 * host, so the cookie alone proves nothing. Other pages cannot send the header, since that needs a preflight, which is not
 * answered. A change must also name its origin, which `refuseCrossSite` has compared.
 *
 * @throws DomainError `cross_site_request`.
 */
export function refuseForgery(ctx: Context): void {
  if (!isFromConsole(ctx)) {
    const got = showValue(ctx.get(HEADER) || undefined);
    throw forged(`${HEADER}: got ${got}, expected "${CONSOLE}" beside a session of the Console`);
  }
  if (SAFE_METHODS.includes(ctx.method)) return;
  if (ctx.get('Sec-Fetch-Site') === '' && ctx.get('Origin') === '') {
    throw forged('Origin: got nothing, expected the origin of the Console’s page');
  }
}

function forged(message: string): DomainError {
  return new DomainError('cross_site_request', message);
}
