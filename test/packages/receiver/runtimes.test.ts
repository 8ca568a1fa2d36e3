import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KEY_SET, NOW_SECONDS, SECRET, signedByTheService, type ToSign } from './signed-by-the-service';

/*
 * The built kit on JavaScript runtimes: on this one, and on those of RUNTIMES, which "npm run runtimes" fetches:
 * {"Bun 1.4.5": ["/path/to/bun", "run"]}.
 */

interface Judged {
  readonly verdicts: readonly string[];
  readonly tamperedThatPass: number;
  readonly server: string;
  readonly statuses: readonly number[];
  readonly handled: readonly string[];
}

const others = JSON.parse(process.env.RUNTIMES ?? '{}') as Record<string, readonly [string, ...string[]]>;
const runtimes = Object.entries({
  [`Node ${process.versions.node}`]: [process.execPath],
  ...others,
} as const);

const BOTH = { secrets: SECRET, keySet: KEY_SET, require: 'both' };
const LEGACY = { secrets: SECRET };
const V2 = { keySet: KEY_SET };

const aCase = (expected: string, options: object, toSign: ToSign = {}) => {
  const { body, headers } = signedByTheService(toSign);
  return { expected, options, body: base64(body), headers };
};
const CASES = [
  aCase('ok', BOTH),
  aCase('ok', LEGACY),
  aCase('ok', V2),
  aCase('ok', { ...LEGACY, algorithm: 'sha256' }, { algorithm: 'sha256' }),
  aCase('ok', { secrets: ['another', SECRET] }),
  aCase('wrong_signature', LEGACY, { secret: 'another' }),
  aCase('missing_header', V2, { scheme: 'legacy_hmac' }),
  aCase('too_old', BOTH, { timestampSeconds: NOW_SECONDS - 301 }),
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-runtimes-'));
  const packages = path.join(folder, 'node_modules/@webhook-notifications');
  mkdirSync(packages, { recursive: true });
  symlinkSync(path.resolve(__dirname, '../../../packages/receiver'), path.join(packages, 'receiver'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(path.join(__dirname, 'runtimes/program.mjs'), path.join(folder, 'program.mjs'));
  const { body, headers } = signedByTheService();
  const posted = [
    { body: base64(body), headers },
    { body: base64(body.replace('upload', 'delete')), headers },
  ];
  writeFileSync(
    path.join(folder, 'cases.json'),
    JSON.stringify({ nowMs: NOW_SECONDS * 1000, cases: CASES, posted }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(runtimes)(
  'on %s the kit judges, refuses each tampered byte, and serves',
  (_name, [program, ...options]) => {
    const output = execFileSync(program, [...options, 'program.mjs', 'cases.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { server, ...came } = JSON.parse(output) as Judged;
    expect(came).toEqual({
      verdicts: CASES.map(({ expected }) => expected),
      tamperedThatPass: 0,
      statuses: [200, 401],
      handled: ['Käsekästchen'],
    });
    expect(server).toBe(serverOf(program));
  },
  60_000,
);

function serverOf(program: string): string {
  const servers: Readonly<Record<string, string>> = { bun: 'Bun.serve', deno: 'Deno.serve' };
  return servers[path.parse(program).name] ?? 'node:http';
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
