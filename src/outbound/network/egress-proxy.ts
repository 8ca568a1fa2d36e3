/** The operator's proxy that all notifications go through. */
export interface EgressProxy {
  /** A name, or a literal address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether the proxy uses TLS. */
  readonly isSecure: boolean;
  /** Value of `Proxy-Authorization`, when it wants one. */
  readonly authorization: string | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Reads a proxy's URL, `http://` or `https://`, with or without user and password.
 *
 * @throws Error whose message does not repeat it, since it may contain a password.
 */
export function parseEgressProxy(text: string): EgressProxy {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const defaultPort = url && DEFAULT_PORTS[url.protocol];
  if (!url || defaultPort === undefined || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error('expected http://host:port or https://host:port, with user:password@ if it needs them');
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    isSecure: url.protocol === 'https:',
    authorization: authorizationOf(url),
  };
}

/** Source: RFC 7617. */
function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const [user, secret] = [username, password].map(decodePercents);
  return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
}

function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new Error('expected "%" in user and password to be written as %25', { cause });
  }
}
