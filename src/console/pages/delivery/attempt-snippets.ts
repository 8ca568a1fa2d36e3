interface Sent {
  readonly uri: string;
  /** The text that was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
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
    `head -c ${bytes} <<'${end}' | curl -sS -i -X POST ${quoted(uri)} \\`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)} \\`),
    // Which curl would ask for before a great body.
    `  -H 'Expect:' \\`,
    '  --data-binary @-',
    body,
    end,
  ].join('\n');
}

interface Signed extends Sent {
  /** Where the public keys are. */
  readonly keysUrl: string;
}

/** A program that verifies an attempt's signature, for a language. */
export interface VerifySnippet {
  readonly language: 'Node' | 'Python';
  /** How to run it, with the secret in a variable. */
  readonly command: string;
  readonly program: string;
}

/** Programs that check what was sent with one attempt; none when nothing was signed. */
export function verifySnippets({ body, headers, keysUrl }: Signed): readonly VerifySnippet[] {
  const timestamp = headers['X-Cld-Timestamp'] ?? '';
  const signature = headers['X-Cld-Signature'];
  const signatureV2 = headers['X-Cld-Signature_v2'];
  if (signature !== undefined) return ofDigest({ body, timestamp, signature });
  return signatureV2 === undefined ? [] : ofEd25519({ body, timestamp, signature: signatureV2, keysUrl });
}

interface Parts {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** SHA-1 is 40 hex digits, SHA-256 has 64. A JSON text is a literal of both languages. */
function ofDigest({ body, timestamp, signature }: Parts): readonly VerifySnippet[] {
  const algorithm = signature.length === 64 ? 'sha256' : 'sha1';
  const [text, time, got] = [body, timestamp, signature].map((part) => JSON.stringify(part));
  return [
    {
      language: 'Node',
      command: 'CLOUDINARY_API_SECRET=… node verify.mjs',
      program: `import { createHash } from 'node:crypto';

const body = ${text};
const timestamp = ${time};
const signature = ${got};

const secret = process.env.CLOUDINARY_API_SECRET;
const expected = createHash('${algorithm}').update(body + timestamp + secret).digest('hex');
console.log(expected === signature ? 'genuine' : 'not genuine');
`,
    },
    {
      language: 'Python',
      command: 'CLOUDINARY_API_SECRET=… python3 verify.py',
      program: `import hashlib, hmac, os

body = ${text}
timestamp = ${time}
signature = ${got}

secret = os.environ["CLOUDINARY_API_SECRET"]
expected = hashlib.${algorithm}((body + timestamp + secret).encode()).hexdigest()
print("genuine" if hmac.compare_digest(expected, signature) else "not genuine")
`,
    },
  ];
}

function ofEd25519({
  body,
  timestamp,
  signature,
  keysUrl,
}: Parts & { readonly keysUrl: string }): readonly VerifySnippet[] {
  return [
    {
      language: 'Node',
      command: 'node verify.mjs',
      program: `import { createPublicKey, verify } from 'node:crypto';

const body = ${JSON.stringify(body)};
const timestamp = ${JSON.stringify(timestamp)};
const signature = ${JSON.stringify(signature)};

const { keys } = await (await fetch(${JSON.stringify(keysUrl)})).json();
const isGenuine = keys.some((key) =>
  verify(
    null,
    Buffer.from(body + timestamp),
    createPublicKey({ key, format: 'jwk' }),
    Buffer.from(signature, 'base64'),
  ),
);
console.log(isGenuine ? 'genuine' : 'not genuine');
`,
    },
  ];
}
