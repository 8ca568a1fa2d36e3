import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jwks } from '../../src/signing/jwks';
import { signatureHeaders } from '../../src/signing/notification-headers';
import { goModuleWithSdk, hasGo } from '../support/receivers/official-sdks/go';
import { hasJava, javaClassPathWithSdk } from '../support/receivers/official-sdks/java';
import { hasPython, pythonWithSdk } from '../support/receivers/official-sdks/python';

/* The examples of docs/verifying.md, run as they stand there. */

const ROOT = path.resolve(__dirname, '../..');
const document = readFileSync(path.join(ROOT, 'docs/verifying.md'), 'utf8');

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const body = '{"public_id":"Käsekästchen"}';

/** A notification of that time, in the words of the examples. */
function signedAt(timestampSeconds: number) {
  const headers =
    signatureHeaders(
      { authScheme: 'default', body, timestampSeconds },
      {
        apiSecret: 's3cret',
        algorithm: 'sha1',
        ed25519PrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      },
    ) ?? {};
  const notification = { body, timestamp: headers['X-Cld-Timestamp'] };
  return {
    legacy: { ...notification, signature: headers['X-Cld-Signature'], apiSecret: 's3cret' },
    'version 2': {
      ...notification,
      signature: headers['X-Cld-Signature_v2'],
      keySet: jwks([{ kid: 'k1', x: publicKey.export({ format: 'jwk' }).x ?? '' }]),
    },
  };
}

const nowSeconds = Math.floor(Date.now() / 1000);
const genuine = signedAt(nowSeconds);
const old = signedAt(nowSeconds - 360);
const changed = body.replace('K', 'k');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-docs-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The code block whose first line is this comment. */
function example(comment: string): string {
  const code = document.split('```').find((block) => block.includes(comment));
  if (!code) throw new Error(`docs/verifying.md has no example "${comment}"`);
  return code.replace(/^\w+\n/, '');
}

function write(file: string, code: string): string {
  const script = path.join(folder, file);
  writeFileSync(script, code);
  return script;
}

function run(program: string, args: readonly string[], input = ''): unknown {
  const { stdout, stderr, status } = spawnSync(program, args, { cwd: folder, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

const cases = [genuine.legacy, { ...genuine.legacy, body: changed }, old.legacy];
const ANSWERS = [true, false, false];
/** As the functions of the other languages take them. */
const inOrder = cases.map(({ body: text, timestamp = '', signature = '', apiSecret }) => [
  text,
  timestamp,
  signature,
  apiSecret,
]);

it.each(['legacy', 'version 2'] as const)(
  'the Node example for %s accepts what is genuine and refuses what was changed or is six minutes old',
  (name) => {
    const given = [genuine[name], { ...genuine[name], body: changed }, old[name]];
    const answers = `console.log(JSON.stringify(${JSON.stringify(given)}.map(isGenuine)));`;
    const script = write('example.mjs', `${example(`// node: ${name}`)}\n${answers}`);
    expect(run(process.execPath, [script])).toEqual(ANSWERS);
  },
);

/** With a signature that fits, so that nothing but the timestamp can be wrong. */
const signedFor = (timestamp: string | undefined) => ({
  timestamp,
  signature: sign(null, Buffer.from(`${body}${timestamp}`), privateKey).toString('base64'),
});

it.each([
  ['a timestamp that is no number', signedFor('soon')],
  ['no timestamp', signedFor(undefined)],
  ['no signature', { signature: undefined }],
])('the Node example for version 2 refuses, without throwing: %s', (_, headers) => {
  const given = JSON.stringify({ ...genuine['version 2'], ...headers });
  const answer = `console.log(isGenuine(${given}));`;
  const script = write('refused.mjs', `${example('// node: version 2')}\n${answer}`);
  expect(run(process.execPath, [script])).toBe(false);
});

it('the Node example for two secrets accepts what either of them signed, and nothing else', () => {
  const { apiSecret, ...notification } = genuine.legacy;
  const given = [
    { ...notification, apiSecrets: [apiSecret, 'next'] },
    { ...notification, apiSecrets: ['next', apiSecret] },
    { ...notification, apiSecrets: ['next'] },
    { ...notification, body: changed, apiSecrets: [apiSecret, 'next'] },
  ];
  const answers = `console.log(JSON.stringify(${JSON.stringify(given)}.map(isGenuine)));`;
  const script = write('two-secrets.mjs', `${example('// node: two secrets')}\n${answers}`);
  expect(run(process.execPath, [script])).toEqual([true, true, false, false]);
});

it('the Node example for the key set notices a new key at once and a revoked one after five minutes', () => {
  const next = generateKeyPairSync('ed25519');
  const signedBy = (key: typeof privateKey, afterSeconds = 0) => {
    const timestamp = String(nowSeconds + afterSeconds);
    const signature = sign(null, Buffer.from(`${body}${timestamp}`), key).toString('base64');
    return { body, timestamp, signature };
  };
  const x = (key: typeof publicKey) => key.export({ format: 'jwk' }).x ?? '';
  const given = {
    before: jwks([{ kid: 'k1', x: x(publicKey) }]),
    after: jwks([{ kid: 'k2', x: x(next.publicKey) }]),
    leaked: signedBy(privateKey),
    leakedLater: signedBy(privateKey, 320),
    fresh: signedBy(next.privateKey),
    forged: signedBy(generateKeyPairSync('ed25519').privateKey),
  };
  const script = write(
    'key-set.mjs',
    [example('// node: version 2'), example('// node: key set'), KEY_SET_ANSWERS].join('\n'),
  );
  expect(run(process.execPath, [script], JSON.stringify(given))).toEqual([
    ...[true, 1], // fetched for the first one
    ...[false, 1], // a forgery seconds later fetches nothing
    ...[true, 1], // revoked, and still believed: the copy is young
    ...[true, 2], // the new key is noticed at once
    ...[false, 2], // from then on the revoked one is refused
    ...[true, 3], // published again, for the last case
    ...[false, 4], // revoked, and nothing else came for five minutes
  ]);
});

if (hasPython()) {
  it('the Python example accepts what is genuine and refuses what was changed or is six minutes old', async () => {
    const answers =
      'import json, sys\nprint(json.dumps([is_genuine(*case) for case in json.load(sys.stdin)]))';
    const script = write('example.py', `${example('# python: legacy')}\n${answers}`);
    expect(run(await pythonWithSdk(), [script], JSON.stringify(inOrder))).toEqual(ANSWERS);
  }, 180_000);
}

if (hasGo()) {
  it('the Go example accepts what is genuine and refuses what was changed or is six minutes old', async () => {
    const sdk = await goModuleWithSdk();
    for (const file of ['go.mod', 'go.sum']) copyFileSync(path.join(sdk, file), path.join(folder, file));
    write('example.go', example('// go: legacy'));
    write('main.go', GO_ANSWERS);
    expect(run('go', ['run', '.'], JSON.stringify(inOrder))).toEqual(ANSWERS);
  }, 300_000);
}

if (hasJava()) {
  it('the Java example accepts what is genuine and refuses what was changed or is six minutes old', async () => {
    const classPath = `${await javaClassPathWithSdk()}:${folder}`;
    const sources = [
      write('Notifications.java', example('// java: legacy')),
      write('Answers.java', JAVA_ANSWERS),
    ];
    spawnSync('javac', ['-cp', classPath, '-d', folder, ...sources]);
    // The program's arguments would be in the encoding of the locale.
    const args = inOrder.flat().map((text) => Buffer.from(text).toString('base64'));
    expect(run('java', ['-cp', classPath, 'Answers', ...args])).toEqual(ANSWERS);
  }, 300_000);
}

const KEY_SET_ANSWERS = `
import { readFileSync } from 'node:fs';
const { before, after, leaked, leakedLater, fresh, forged } = JSON.parse(readFileSync(0, 'utf8'));
let published = before;
let fetches = 0;
globalThis.fetch = async () => { fetches += 1; return { ok: true, json: async () => published }; };
const startMs = Date.now();
let elapsedSeconds = 0;
const found = [];
async function ask(notification, afterSeconds) {
  elapsedSeconds += afterSeconds;
  Date.now = () => startMs + elapsedSeconds * 1000;
  found.push(await isGenuineNow(notification, 'https://webhooks.example/webhook_keys'), fetches);
}
await ask(leaked, 0);
await ask(forged, 5);
published = after;
await ask(leaked, 5);
await ask(fresh, 1);
await ask(leaked, 1);
published = before;
await ask(leaked, 11);
published = after;
await ask(leakedLater, 301);
console.log(JSON.stringify(found));
`;

const GO_ANSWERS = `package main

import (
	"encoding/json"
	"os"
)

func main() {
	var cases [][4]string
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []bool{}
	for _, c := range cases {
		answers = append(answers, isGenuine(c[0], c[1], c[2], c[3]))
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}
`;

const JAVA_ANSWERS = `import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;

class Answers {
  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  public static void main(String[] args) {
    var answers = new ArrayList<Boolean>();
    for (int i = 0; i < args.length; i += 4) {
      answers.add(Notifications.isGenuine(text(args[i]), text(args[i + 1]), text(args[i + 2]), text(args[i + 3])));
    }
    System.out.println(answers);
  }
}
`;
