import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jwks } from '../../src/signing/jwks';
import { signatureHeaders } from '../../src/signing/signature-headers';
import { pythonWithSdk } from '../support/python-with-sdk';

/* The examples of docs/verifying.md, run as they stand there. */

const ROOT = path.resolve(__dirname, '../..');
const document = readFileSync(path.join(ROOT, 'docs/verifying.md'), 'utf8');
const python = pythonWithSdk();

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

function run(program: string, file: string, code: string): unknown {
  const script = path.join(folder, file);
  writeFileSync(script, code);
  return JSON.parse(execFileSync(program, [script], { encoding: 'utf8' }));
}

it.each(['legacy', 'version 2'] as const)(
  'the Node example for %s accepts what is genuine and refuses what was changed or is six minutes old',
  (name) => {
    const cases = [genuine[name], { ...genuine[name], body: changed }, old[name]];
    const answers = `console.log(JSON.stringify(${JSON.stringify(cases)}.map(isGenuine)));`;
    const script = `${example(`// node: ${name}`)}\n${answers}`;
    expect(run(process.execPath, 'example.mjs', script)).toEqual([true, false, false]);
  },
);

// On a machine without Python there is no such test.
if (python !== undefined) {
  it('the Python example accepts what is genuine and refuses what was changed or is six minutes old', () => {
    const cases = [genuine.legacy, { ...genuine.legacy, body: changed }, old.legacy];
    const calls = cases.map(({ body: text, timestamp, signature, apiSecret }) => {
      const values = [text, timestamp, signature, apiSecret];
      return `is_genuine(${values.map((value) => JSON.stringify(value)).join(', ')})`;
    });
    const answers = `import json\nprint(json.dumps([${calls.join(', ')}]))`;
    const script = `${example('# python: legacy')}\n${answers}`;
    expect(run(python, 'example.py', script)).toEqual([true, false, false]);
  });
}
