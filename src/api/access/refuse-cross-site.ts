import type { Context, Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { showValue } from '../route/show-value';

/** Those that change nothing. */
export const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** `none`: by the user's own hand, not by a page. Source: Fetch Metadata Request Headers, W3C. */
const OWN_SITES: readonly string[] = ['same-origin', 'none'];

/**
 * Refuses a request that changes something and comes from another site's page: a browser adds Basic credentials by
 * itself, also to a POST without a body that needs no preflight. Programs send neither header.
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

/** The scheme does not count: a proxy in front may have ended TLS. It only tells which port may be left out. */
function isOwn(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  return host !== '' && URL.canParse(own) && new URL(own).host === originHost;
}

function crossSite(fault: string): DomainError {
  return new DomainError('cross_site_request', `${fault}: another site’s page may not change anything here`);
}
