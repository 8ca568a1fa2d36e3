import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processesWith } from '../support/services/all-processes';
import { devServerCli } from '../support/engines/engines';
import { freePort } from '../support/services/free-port';

/* What an operator sees when the service cannot start. */

const CLI = path.resolve(__dirname, '../../dist/src/cli.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TEMPORAL_CLI: devServerCli(),
      DATA_DIR: path.join(folder, 'data'),
      PORT: String(await freePort()),
      TEMPORAL_PORT: String(await freePort()),
      TEMPORAL_UI_PORT: String(await freePort()),
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed, errors: errors.trimEnd().split('\n') };
}

it('is called `webhooks` in the folder of the package', () => {
  const args = ['exec', '--offline', '--no', '--', 'webhooks', 'config'];
  const options = { cwd: path.resolve(__dirname, '../..'), env: { PATH: process.env.PATH, PORT: '18099' } };
  expect(JSON.parse(execFileSync('npm', args, { ...options, encoding: 'utf8' }))).toMatchObject({
    PORT: 18099,
  });
}, 30_000);

describe('a start that fails is one readable line for each fault, and an exit code', () => {
  it('when the port of the API is in use; and leaves no process behind', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    const temporalPort = await freePort();
    const { code, errors } = await run(['all'], { PORT: String(port), TEMPORAL_PORT: String(temporalPort) });
    holder.close();
    expect(code).toBe(1);
    expect(errors).toEqual([
      `error: PORT ${port} on HOST "127.0.0.1": the port is in use: set PORT to another`,
    ]);
    expect(processesWith('server start-dev', `--port ${temporalPort}`)).toEqual([]);
  }, 60_000);

  it('when the data folder is a file', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const { code, errors } = await run(['all'], { DATA_DIR: file });
    expect(code).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`DATA_DIR "${file}"`);
  });

  it('when there is no database: none is made', async () => {
    const { code, errors } = await run(['environment', 'list'], {});
    expect(code).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('there is no such file');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('when the database cannot be reached, its password masked', async () => {
    const DATABASE_URL = `postgres://app:s3cret@127.0.0.1:${await freePort()}/webhooks`;
    const { code, errors } = await run(['migrate', 'up'], { DATABASE_URL });
    expect(code).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^error: DATABASE_URL postgres:\/\/app:\*\*\*@.*ECONNREFUSED/);
  });

  it('when Temporal cannot be reached', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { code, errors } = await run(['all'], { TEMPORAL_ADDRESS: address });
    expect(code).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(`error: TEMPORAL_ADDRESS "${address}": cannot be reached: Connection refused`);
  }, 60_000);

  it('when the settings are wrong: all faults at once', async () => {
    const { code, errors } = await run(['all'], {
      PORT: 'x',
      RETRY_DELAYS_SECONDS: 'soon',
      NODE_ENV: 'production',
    });
    expect(code).toBe(1);
    expect(errors).toHaveLength(3);
  });

  it.each(['api', 'worker'])('when %s finds pending migrations', async (role) => {
    mkdirSync(path.join(folder, 'data'));
    writeFileSync(path.join(folder, 'data', 'webhooks.db'), '');
    const { code, errors } = await run([role], { TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(code).toBe(1);
    expect(errors[0]).toMatch(/^error: the database lacks these migrations: .*; run "migrate up" first$/);
  });

  it('when the master keys do not open what is stored', async () => {
    const aKey = (fill: string) => `k1=${Buffer.alloc(32, fill).toString('base64')}`;
    await run(['migrate', 'up'], {});
    await run(['environment', 'create', 'demo'], { MASTER_KEYS: aKey('a') });
    const { code, errors } = await run(['api'], {
      MASTER_KEYS: aKey('b'),
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    });
    expect(code).toBe(1);
    expect(errors).toEqual([
      'error: MASTER_KEYS: the key "k1" does not open what is stored under that id: expected the 32 bytes that encrypted it',
    ]);
  });

  it('when the command is not known: the commands that there are, exit code 2', async () => {
    const { code, errors } = await run(['serve'], {});
    expect(code).toBe(2);
    expect(errors).toEqual([
      'error: command: got "serve", expected one of all, api, worker, migrate, environment, account, keys, purge, config, help',
    ]);
  });
});

describe('a command that is asked for help, or with words that it does not take, does nothing', () => {
  it.each([
    [['migrate', 'up', '--help'], 0],
    [['migrate', 'up', '--dry-run'], 2],
  ])('%j', async (args, exitCode) => {
    const { code, printed, errors } = await run(args, {});
    expect(code).toBe(exitCode);
    expect(readdirSync(folder)).toEqual([]);
    if (exitCode === 0) expect(printed).toMatch(/^usage: npx webhooks <command>\n {2}migrate /);
    else expect(errors).toEqual([expect.stringContaining(`error: ${args.join(' ')}: expected "${args[0]}`)]);
  });
});
