import { shellText } from '../../parts/shell-text';

interface Sent {
  readonly uri: string;
  /** The text that was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A command that sends an attempt again, byte by byte. A here-document always ends with a line break, which is not a part of
 * the body: `head` cuts it off.
 */
export function curlCommand({ uri, body, headers }: Sent): string {
  const lines = new Set(body.split('\n'));
  let end = 'BODY';
  while (lines.has(end)) end += '_';
  const bytes = new TextEncoder().encode(body).length;
  return [
    `head -c ${bytes} <<'${end}' | curl -sS -i -X POST ${shellText(uri)} \\`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${shellText(`${name}: ${value}`)} \\`),
    // Which curl would ask for before a great body.
    `  -H 'Expect:' \\`,
    '  --data-binary @-',
    body,
    end,
  ].join('\n');
}
