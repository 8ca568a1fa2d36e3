import type { Context } from 'koa';
import { SESSION_SECONDS } from '../../domain/keys/console-session';

/** Browsers take a name with this prefix only with `Secure`, for the whole of one host. Source: RFC 6265bis, cookie name prefixes. */
const NAME = '__Host-webhooks';
/** Safari takes no `Secure` cookie over plain HTTP, not even from this machine. */
const LOOPBACK_NAME = 'webhooks';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;

type Request = Pick<Context, 'get' | 'secure' | 'hostname'>;

/**
 * How the request reached the API: over TLS, as the proxy in front may say; over plain HTTP within the browser's own
 * machine; or over plain HTTP that others can read, which carries no session.
 */
export function transportOf({ secure, hostname }: Pick<Context, 'secure' | 'hostname'>) {
  if (secure) return 'tls';
  return LOOPBACK_HOST.test(hostname) ? 'loopback' : 'readable';
}
export type Transport = ReturnType<typeof transportOf>;

/** The token of the request's session cookie. @returns `undefined` without one, and for what no token looks like. */
export function readSessionToken(request: Request): string | undefined {
  const names = transportOf(request) === 'loopback' ? [NAME, LOOPBACK_NAME] : [NAME];
  const cookies = request
    .get('Cookie')
    .split(';')
    .map((pair) => pair.trim().split('=', 2));
  for (const wanted of names) {
    const value = cookies.find(([name]) => name === wanted)?.[1];
    if (value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

/** The `Set-Cookie` headers that keep a session's token where no script can read it. */
export function sessionCookies(token: string, transport: Transport): readonly string[] {
  return cookies(token, SESSION_SECONDS, transport);
}

/** The `Set-Cookie` headers that take it away. */
export function endedCookies(transport: Transport): readonly string[] {
  return cookies('', 0, transport);
}

function cookies(value: string, maxAgeSeconds: number, transport: Transport): readonly string[] {
  const rest = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
  const secure = `${NAME}=${value}; Secure; ${rest}`;
  return transport === 'loopback' ? [secure, `${LOOPBACK_NAME}=${value}; ${rest}`] : [secure];
}
