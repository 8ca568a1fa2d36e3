import ipaddr from 'ipaddr.js';
import type { Context } from 'koa';
import { parseAddress } from '../../domain/destinations/address-rules';
import { SESSION_SECONDS } from '../../domain/keys/access-key';

type Request = Pick<Context, 'get' | 'secure' | 'hostname'>;

/** Where a request of the Console comes from. */
export interface Browser {
  readonly ip: string;
  /** As `clientNetwork` names it. */
  readonly network: string;
  /** The beginning of what it says of itself. */
  readonly userAgent: string;
  readonly transport: Transport;
}

const MAX_USER_AGENT_CHARACTERS = 255;

export function browserOf(ctx: Request & Pick<Context, 'ip'>): Browser {
  const { ip } = ctx;
  const userAgent = ctx.get('User-Agent').slice(0, MAX_USER_AGENT_CHARACTERS);
  return { ip, network: clientNetwork(ip), userAgent, transport: transportOf(ctx) };
}

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;

/**
 * How the request reached the API: over TLS, as the proxy in front may say, or over plain HTTP. Within the browser's own
 * machine that is `loopback`. Anywhere else others can read it, so it carries no session.
 */
function transportOf({ secure, hostname }: Request) {
  if (secure) return 'tls';
  return LOOPBACK_HOST.test(hostname) ? 'loopback' : 'readable';
}
type Transport = ReturnType<typeof transportOf>;

/** The smallest network that a customer with IPv6 is given: within it, an address costs nothing. */
const IPV6_PREFIX_GROUPS = 4;

/**
 * The network that a client is taken for: its IPv4 address, or the /64 of its IPv6 address.
 *
 * @param address as sockets and proxies print it, with or without a port or a zone.
 * @returns `unknown` for anything else, so that what is kept of it stays small.
 */
export function clientNetwork(address: string): string {
  const parsed = parseAddress(withoutPort(address).replace(/%.*$/s, ''));
  if (parsed === undefined) return 'unknown';
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, IPV6_PREFIX_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}

function withoutPort(address: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}

/** Browsers take a name with this prefix only with `Secure`, for the whole of one host. Source: RFC 6265bis, cookie name prefixes. */
const NAME = '__Host-webhooks';
/** Safari takes no `Secure` cookie over plain HTTP, not even from this machine. */
const LOOPBACK_NAME = 'webhooks';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

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
