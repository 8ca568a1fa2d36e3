/** Printable ASCII, without spaces, of at most 255 characters. */
export const PLAIN_NAME_PATTERN = /^[\x21-\x7e]{1,255}$/;

/**
 * Whether a text from a path or a header can be the id or name of anything: as `PLAIN_NAME_PATTERN` says. Anything else
 * is never looked up: databases differ in what they do with NUL or broken UTF-8.
 */
export function isPlainName(text: string): boolean {
  return PLAIN_NAME_PATTERN.test(text);
}
