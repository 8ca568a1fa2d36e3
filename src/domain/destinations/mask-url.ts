const MAX_LENGTH = 200;

/**
 * Makes a URL safe for logs and messages, valid or not. User, password, query values and fragment become `***`, and it
 * is cut at 200 characters.
 */
export function maskUrl(url: string): string {
  const [, base = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  // Only what stands before the path can be a password: paths may contain "@".
  const masked = base.replace(/^([^/\\@]*:)?([/\\]*)[^/\\]*@/, '$1$2***@');
  return cut(masked + maskQuery(query) + (fragment === undefined ? '' : '#***'));
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

function cut(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}

/** A database URL that may be shown: what stands for its password is `***`. */
export function maskPassword(databaseUrl: string): string {
  return databaseUrl.replace(/^([a-z]+:\/\/[^:@/]*):.*@/, '$1:***@').replace(/([?&]password=)[^&]*/, '$1***');
}
