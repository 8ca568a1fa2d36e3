import { isPlainName } from './plain-name';

interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * The credentials of an `Authorization` header, HTTP Basic (RFC 7617).
 *
 * @returns `undefined` for any other header, and for a key that nobody can have.
 */
export function basicCredentials(authorization: string): Credentials | undefined {
  const base64 = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization)?.[1];
  if (base64 === undefined) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const apiKey = text.slice(0, colon);
  return colon >= 0 && isPlainName(apiKey) ? { apiKey, apiSecret: text.slice(colon + 1) } : undefined;
}
