/**
 * Whether a text from a path or a header can be the id or name of anything: printable ASCII, without spaces, of at most
 * 255 characters. Anything else is never looked up: databases differ in what they do with NUL or broken UTF-8.
 */
export function isPlainName(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}
