import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { verifySnippets } from '../../../src/console/pages/delivery/verify-snippets';
import { LANGUAGES, type Language } from '../../../src/console/pages/delivery/languages';
import { javaText, phpText, rubyText } from '../../../src/console/pages/delivery/literals';
import { jwks } from '../../../src/signing/jwks';
import { signatureHeaders } from '../../../src/signing/notification-headers';
import { canRun } from '../../support/receivers/official-sdks/can-run';

const run = promisify(execFile);

/** Every program runs where its language is installed; Node and Python always are. */
const RUNNERS: Readonly<Record<Language, readonly [program: string, file: string, ...asks: string[]]>> = {
  Node: ['node', 'verify.mjs', '--version'],
  'Receiver kit': ['node', 'kit.mjs', '--version'],
  Python: ['python3', 'verify.py', '--version'],
  Go: ['go', 'verify.go', 'version'],
  PHP: ['php', 'verify.php', '--version'],
  Ruby: ['ruby', 'verify.rb', '--version'],
  Java: ['java', 'Verify.java', '--version'],
};
const installed = LANGUAGES.filter((language) => {
  const [program, , ...asks] = RUNNERS[language];
  return canRun(program, ...asks);
});

const BODY = `{"a":"it's $HOME \`id\` \\\\ \\"ü\\" 🫖 %s #{1} \\u00e4 !!","b":"\nBODY\r\n"}\n\n`;
const SECRET = "s3cret'";
const [pair, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];

function signed(authScheme: 'legacy_hmac' | 'eddsa_v2', algorithm: 'sha1' | 'sha256' = 'sha1') {
  const material = {
    apiSecret: SECRET,
    algorithm,
    ed25519PrivateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
  return signatureHeaders({ authScheme, body: BODY, timestampSeconds: 1_773_480_413 }, material) ?? {};
}

let folder: string;
let published = [pair.publicKey];
let keysUrl: string;
const server = http.createServer((_request, response) => {
  const keys = published.map((key) => ({ kid: 'k', x: key.export({ format: 'jwk' }).x ?? '' }));
  response.end(JSON.stringify(jwks(keys)));
});
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-snippets-'));
  mkdirSync(path.join(folder, 'node_modules/@webhook-notifications'), { recursive: true });
  symlinkSync(
    path.resolve(__dirname, '../../../packages/receiver'),
    path.join(folder, 'node_modules/@webhook-notifications/receiver'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keysUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook_keys`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

/** What the program says. */
async function verdict(language: Language, headers: Readonly<Record<string, string>>, secret: string) {
  const snippet = verifySnippets({ body: BODY, headers, keysUrl }).find((each) => each.language === language);
  const [program, name] = RUNNERS[language];
  const file = path.join(folder, name);
  writeFileSync(file, snippet?.program ?? '');
  const args = language === 'Go' ? ['run', file] : [file];
  const env = { ...process.env, CLOUDINARY_API_SECRET: secret };
  return (await run(program, args, { env, cwd: folder })).stdout.trim();
}

it.each(installed)(
  'the program for %s says of a digest whether the secret made it',
  async (language) => {
    expect(await verdict(language, signed('legacy_hmac'), SECRET)).toBe('genuine');
    expect(await verdict(language, signed('legacy_hmac', 'sha256'), SECRET)).toBe('genuine');
    expect(await verdict(language, signed('legacy_hmac'), 'another')).toBe('not genuine');
  },
  60_000,
);

/** Python's needs a package that is not a part of it. */
const withEd25519 = installed.filter(
  (language) => language !== 'Python' || canRun('python3', '-c', 'import cryptography'),
);

it.each(withEd25519)(
  'the program for %s says of a version 2 signature whether a published key made it',
  async (language) => {
    published = [other.publicKey, pair.publicKey];
    expect(await verdict(language, signed('eddsa_v2'), '')).toBe('genuine');
    published = [other.publicKey];
    expect(await verdict(language, signed('eddsa_v2'), '')).toBe('not genuine');
  },
  60_000,
);

it('there is a program for every language, and none for what was not signed', () => {
  const languages = (headers: Readonly<Record<string, string>>) =>
    verifySnippets({ body: BODY, headers, keysUrl }).map(({ language }) => language);
  expect(languages(signed('legacy_hmac'))).toEqual([...LANGUAGES]);
  expect(languages(signed('eddsa_v2'))).toEqual([...LANGUAGES]);
  expect(languages({})).toEqual([]);
});

it('a text is a literal of a language, in which nothing is replaced', () => {
  expect(javaText('ä"\\u0041\n')).toBe('"\\u00e4\\"\\\\u0041\\n"');
  expect(
    javaText('x'.repeat(25_000))
      .match(/"x+"/g)
      ?.map(({ length }) => length),
  ).toEqual([10_002, 10_002, 5_002]);
  expect(phpText(`it's \\ $HOME`)).toBe(`'it\\'s \\\\ $HOME'`);
  expect(rubyText('#{1} "ä"')).toBe('"\\#{1} \\"ä\\""');
});
