import type { Context, Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { showValue } from '../route/parse';

/** Those that change nothing. */
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** `none`: by the user's own hand, not by a page. Source: Fetch Metadata Request Headers, W3C. */
const OWN_SITES: readonly string[] = ['same-origin', 'none'];

/**
 * Refuses a request that changes something and comes from another site's page. A browser adds Basic credentials by
 * itself, even to a POST without a body that needs no preflight. Programs send neither header.
 */
export const refuseCrossSite: Middleware = async (ctx, next) => {
  if (!SAFE_METHODS.includes(ctx.method)) {
    refuseOtherSite(ctx.get('Sec-Fetch-Site'));
    refuseOtherOrigin(ctx.get('Origin'), ctx);
  }
  await next();
};

function refuseOtherSite(site: string): void {
  if (site === '' || OWN_SITES.includes(site)) return;
  throw crossSite(`Sec-Fetch-Site: got ${showValue(site)}, expected "same-origin" or "none"`);
}

function refuseOtherOrigin(origin: string, { host }: Context): void {
  if (origin === '' || isOwn(origin, host)) return;
  throw crossSite(`Origin: got ${showValue(origin)}, expected one of the host ${showValue(host)}`);
}

/** The scheme does not count, because a proxy in front may have ended TLS. It only says which port may be left out. */
function isOwn(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  return host !== '' && URL.canParse(own) && new URL(own).host === originHost;
}

function crossSite(fault: string): DomainError {
  return new DomainError('cross_site_request', `${fault}: another site’s page may not change anything here`);
}

const CONSOLE_HEADER = 'X-Requested-By';
const CONSOLE = 'console';

/** Whether a request says that a page of the Console makes it. */
export function isFromConsole(ctx: Pick<Context, 'get'>): boolean {
  return ctx.get(CONSOLE_HEADER) === CONSOLE;
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
    const got = showValue(ctx.get(CONSOLE_HEADER) || undefined);
    throw forged(`${CONSOLE_HEADER}: got ${got}, expected "${CONSOLE}" beside a session of the Console`);
  }
  if (SAFE_METHODS.includes(ctx.method)) return;
  if (ctx.get('Sec-Fetch-Site') === '' && ctx.get('Origin') === '') {
    throw forged('Origin: got nothing, expected the origin of the Console’s page');
  }
}

function forged(message: string): DomainError {
  return new DomainError('cross_site_request', message);
}
