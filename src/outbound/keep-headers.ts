const MAX_BYTES = 8 * 1024;

/**
 * Returns the part of an answer's headers that is kept: names as they came, several values of one name joined, and only
 * the name of each cookie. Headers beyond 8 KiB are left out.
 *
 * @param rawHeaders names and values in turn, as Node gives them.
 */
export function keepHeaders(rawHeaders: readonly string[]): Readonly<Record<string, string>> {
  const kept = new Map<string, { readonly name: string; value: string }>();
  let bytes = 0;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const key = name.toLowerCase();
    const value =
      key === 'set-cookie' ? maskCookie(rawHeaders[index + 1] ?? '') : (rawHeaders[index + 1] ?? '');
    bytes += Buffer.byteLength(JSON.stringify([name, value]));
    if (bytes > MAX_BYTES) break;
    const before = kept.get(key);
    if (before) before.value += `, ${value}`;
    else kept.set(key, { name, value });
  }
  return Object.fromEntries([...kept.values()].map(({ name, value }) => [name, value]));
}

function maskCookie(value: string): string {
  const [pair = '', ...attributes] = value.split(';');
  const end = pair.indexOf('=');
  const masked = end < 0 ? '***' : `${pair.slice(0, end)}=***`;
  return [masked, ...attributes].join(';');
}
