import { DomainError } from '../errors';
import { shorten } from '../json/json-values';
import { isPollUrl, parsePollUrl, pollLabel } from '../poll/channel';

interface DestinationUrlOptions {
  /** Source: docs/decisions.md D34. */
  readonly allowLoopbackNames: boolean;
}

const MAX_LENGTH = 2048;

/**
 * Reads a notification URL and returns its normal form: lower-case host without a final dot, plain
 * address instead of its other spellings, no default port. What it returns, it accepts again.
 *
 * Judges the text only; where the host's name points to is for the address rules.
 *
 * @param field named in the error, for example `uri`.
 * @throws DomainError `invalid_url`.
 */
export function parseDestinationUrl(field: string, raw: string, options: DestinationUrlOptions): string {
  const url = readUrl(field, raw);
  const fault = faultOfParts(url, options);
  if (fault !== undefined) throw refusal(field, raw, fault);
  return url.href;
}

/**
 * The normal form of a URL that notifications may have gone to, whatever is allowed now: for comparing with stored
 * ones.
 *
 * @param field named in the error, for example `destination`.
 * @throws DomainError `invalid_url` for what is neither an http or https URL nor that of a channel.
 */
export function normalDestinationUrl(field: string, raw: string): string {
  if (isPollUrl(raw)) return parsePollUrl(field, raw);
  return readUrl(field, raw).href;
}

function readUrl(field: string, raw: string): URL {
  const textFault = faultOfText(raw);
  if (textFault !== undefined) throw refusal(field, raw, textFault);
  if (!URL.canParse(raw)) {
    throw refusal(field, raw, 'is not a valid URL; expected for instance https://example.com/hook');
  }
  const url = new URL(raw);
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  return url;
}

function refusal(field: string, raw: string, fault: string): DomainError {
  return new DomainError('invalid_url', `${field} ${JSON.stringify(maskUrl(raw))} ${fault}`);
}

function faultOfText(raw: string): string | undefined {
  if (raw.length > MAX_LENGTH) return `has ${raw.length} characters; expected at most ${MAX_LENGTH}`;
  // The parser would silently drop tabs and line breaks and read "\" as "/".
  if (/[\s\p{Cc}\\]/u.test(raw)) {
    return 'contains white space, a control character or a backslash; expected them percent-encoded';
  }
  if (!/^https?:\/\//i.test(raw)) return 'does not begin with http:// or https://';
  if (raw.includes('#')) return 'has a fragment; expected none, since "#" and what follows is never sent';
  return undefined;
}

function faultOfParts(url: URL, options: DestinationUrlOptions): string | undefined {
  if (url.username !== '' || url.password !== '') {
    return 'contains a user name or password; expected none, signatures authenticate the request';
  }
  if (url.href.length > MAX_LENGTH) {
    return `has ${url.href.length} characters in normal form; expected at most ${MAX_LENGTH}`;
  }
  if (!isAllowedPort(url.port)) return `has port ${url.port}; expected 80, 443, or 1024 and above`;
  return hostFault(url.hostname, options);
}

/** @param port as `URL` gives it: empty for the scheme's own. */
function isAllowedPort(port: string): boolean {
  return port === '' || port === '80' || port === '443' || Number(port) >= 1024;
}

const MAX_HOST_LENGTH = 253;
const MAX_HOST_LABEL_LENGTH = 63;

/** Suffixes that never lead to a public server. Source: IANA special-use domain names. */
const PRIVATE_SUFFIXES = ['local', 'internal', 'home.arpa', 'onion', 'invalid'];

/**
 * Says what makes a host unfit for a destination, by its text alone. Serves a good message; the
 * protection is the check of the addresses.
 *
 * @param hostname as `URL` gives it: lower case, an address in its plain spelling, no final dot.
 * @returns `undefined` when nothing does, as for every literal address.
 */
function hostFault(hostname: string, { allowLoopbackNames }: DestinationUrlOptions): string | undefined {
  if (isIPv6Address(hostname)) return undefined;
  if (hostname.length > MAX_HOST_LENGTH) {
    return `has a host of ${hostname.length} characters; expected at most ${MAX_HOST_LENGTH}`;
  }
  const label = hostname.split('.').find((candidate) => !isHostLabel(candidate));
  if (label !== undefined) {
    return `has the host label ${JSON.stringify(label)}; expected 1 to ${MAX_HOST_LABEL_LENGTH} letters, digits, "-" or "_" between dots`;
  }
  if (isLoopbackName(hostname)) {
    return allowLoopbackNames ? undefined : 'names this machine; expected a public host';
  }
  if (!hostname.includes('.')) return 'has a host without a domain; expected a full name such as example.com';
  const suffix = PRIVATE_SUFFIXES.find((candidate) => isBelow(hostname, candidate));
  return suffix === undefined
    ? undefined
    : `has a host in the private domain .${suffix}; expected a public host`;
}

/** An IPv4 address needs no exception: its parts are labels as good as others. */
function isIPv6Address(hostname: string): boolean {
  return hostname.startsWith('[');
}

function isHostLabel(label: string): boolean {
  return label.length <= MAX_HOST_LABEL_LENGTH && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label);
}

/** Whether a name means this machine without asking anybody. Source: RFC 6761, section 6.3. */
export function isLoopbackName(hostname: string): boolean {
  return isBelow(hostname, 'localhost');
}

function isBelow(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

const LABEL_LENGTH = 100;

/**
 * Names a destination for people: host, port if there is one, and path, without the query; the whole URL of a channel.
 *
 * @param url in normal form.
 * @returns at most 100 characters.
 */
export function destinationLabel(url: string): string {
  if (isPollUrl(url)) return pollLabel(url);
  const { host, pathname } = new URL(url);
  const label = pathname === '/' ? host : host + pathname;
  return shorten(label, LABEL_LENGTH);
}

/**
 * The host's name or address, without the port: the search attribute `DestinationHost`.
 *
 * @param url in normal form, http or https: a channel has no host.
 */
export function destinationHost(url: string): string {
  return new URL(url).hostname;
}

const MAX_MASKED_LENGTH = 200;

/**
 * Makes a URL safe for logs and messages, valid or not. User, password, query values and fragment become `***`, and it
 * is cut at 200 characters.
 */
export function maskUrl(url: string): string {
  const [, base = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  // Only what stands before the path can be a password: paths may contain "@".
  const masked = base.replace(/^([^/\\@]*:)?([/\\]*)[^/\\]*@/, '$1$2***@');
  return shorten(masked + maskQuery(query) + (fragment === undefined ? '' : '#***'), MAX_MASKED_LENGTH);
}

function maskQuery(query: string | undefined): string {
  if (query === undefined) return '';
  const pairs = query.slice(1).split('&');
  return `?${pairs.map((pair) => (pair === '' ? '' : `${nameOf(pair)}***`)).join('&')}`;
}

/** The name with its "="; a word without "=" may be a token itself. */
function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('=') + 1);
}

/** A database URL that may be shown: what stands for its password is `***`. */
export function maskPassword(databaseUrl: string): string {
  return databaseUrl.replace(/^([a-z]+:\/\/[^:@/]*):.*@/, '$1:***@').replace(/([?&]password=)[^&]*/, '$1***');
}
