import type { Command } from '../command.ts';
import { EXIT, usageFailure } from '../failure.ts';
import { readFile } from '../read-json.ts';
import { shown } from '../terminal.ts';

interface SigningKey {
  readonly algorithm: string;
  readonly signing: { readonly api_key: string; readonly why: string } | null;
}

interface KeySet {
  readonly keys: readonly { readonly kid: string; readonly x: string }[];
}

export const KEYS_SHOW: Command = {
  name: 'keys show',
  help: 'Shows what signs notifications: the access key, and the public Ed25519 keys.',
  async run({ client, terminal, isJson }) {
    const signing = await client().call<SigningKey>('GET', '/webhook_signing_key');
    const { keys } = await client().call<KeySet>('GET', '/webhook_keys');
    if (isJson) terminal.json({ ...signing, keys });
    else {
      const { algorithm, signing: signer } = signing;
      const key = signer ? `access key ${shown(signer.api_key)}` : 'no enabled access key';
      terminal.say(`legacy signature: ${key}, ${shown(algorithm)}`);
      for (const { kid, x } of keys) terminal.say(`version 2: ${shown(kid)}  ${shown(x)}`);
    }
    return EXIT.ok;
  },
};

interface Checked {
  readonly matches: readonly {
    readonly signature: string;
    readonly algorithm: string;
    readonly key: string;
  }[];
  readonly causes: readonly { readonly words: string }[];
}

export const VERIFY: Command = {
  name: 'verify',
  words: '[<file>]',
  count: [0, 1],
  help: 'Says who signed a notification, or why it does not verify: headers, an empty line and the body, from a file or standard input.',
  async run({ client, terminal, isJson }, given) {
    const [file] = given.words;
    const { headers, body } = readNotification(
      readFile('verify', file === undefined || file === '-' ? 0 : file),
    );
    const signature = headers.get('x-cld-signature');
    const signatureV2 = headers.get('x-cld-signature_v2');
    const timestamp = headers.get('x-cld-timestamp');
    if (timestamp === undefined) throw usageFailure('X-Cld-Timestamp: not among the headers');
    const answer = await client().call<Checked>('POST', '/signatures/check', {
      json: {
        body_base64: Buffer.from(body).toString('base64'),
        timestamp,
        ...(signature !== undefined && { signature }),
        ...(signatureV2 !== undefined && { signature_v2: signatureV2 }),
      },
    });
    const signatures = [signature, signatureV2].filter((each) => each !== undefined).length;
    const isGood = answer.matches.length >= signatures;
    if (isJson) terminal.json(answer);
    else {
      for (const { signature: kind, algorithm, key } of answer.matches) {
        terminal.say(`${terminal.paint('green', '✓')} ${shown(kind)} (${shown(algorithm)}) by ${shown(key)}`);
      }
      const [mark, colour] = isGood ? (['!', 'yellow'] as const) : (['✗', 'red'] as const);
      for (const { words } of answer.causes) terminal.say(`${terminal.paint(colour, mark)} ${shown(words)}`);
    }
    return isGood ? EXIT.ok : EXIT.failed;
  },
};

/** Takes a request apart as it goes over the wire. A request line before the headers is skipped. */
function readNotification(text: string): {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
} {
  const [head, end] = /^([^]*?)\r?\n\r?\n/.exec(text) ?? [];
  if (head === undefined || end === undefined) {
    throw usageFailure('verify: expected headers, an empty line and the body');
  }
  const lines = end.split(/\r?\n/).map((line) => /^([\w-]+):\s*(.*?)\s*$/.exec(line));
  const headers = lines.flatMap((found) =>
    found ? [[(found[1] ?? '').toLowerCase(), found[2] ?? ''] as const] : [],
  );
  return { headers: new Map(headers), body: text.slice(head.length) };
}
