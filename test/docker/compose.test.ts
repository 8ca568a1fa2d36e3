import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'yaml';
import { CONFIG_ENTRIES, FOREIGN_CONFIG_NAMES, readConfig } from '../../src/config';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract';

interface ComposeService {
  readonly image?: string;
  readonly build?: object;
  readonly restart: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, ComposeService>>;
};
const all = Object.entries(services);
const jobs = all.filter(([, { restart }]) => restart === 'no');
const lasting = all.filter(([, { restart }]) => restart !== 'no');
const ours = all.filter(([, { build }]) => build !== undefined);

/** Settings of one machine that runs everything. */
const MEANINGLESS: Readonly<Record<string, string>> = {
  DATA_DIR: 'nothing is kept in the container',
  TEMPORAL_PORT: 'there is no dev server',
  TEMPORAL_UI_PORT: 'there is no dev server',
};

/** With what an operator sets put in place. */
function substituted(environment: Readonly<Record<string, string>> = {}): Record<string, string> {
  const given: Record<string, string> = {
    POSTGRES_PASSWORD: 'pw',
    MASTER_KEYS: `k1=${Buffer.alloc(32).toString('base64')}`,
  };
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .replace(/\$\{([A-Z0-9_]+):\?[^}]*\}/g, (_, variable: string) => given[variable] ?? '')
        .replace(/\$\{[A-Z0-9_]+:-([^}]*)\}/g, '$1'),
    ]),
  );
}

describe('docker-compose.yml', () => {
  it('has the parts of an installation', () => {
    expect(Object.keys(services).sort()).toEqual([
      'api',
      'migrate',
      'postgres',
      'temporal',
      'temporal-namespace',
      'temporal-schema',
      'temporal-ui',
      'worker',
    ]);
  });

  it.each(all)('%s: pinned image', (_name, { image }) => {
    expect(image).toMatch(/:\d+\.\d+/);
  });

  it.each(ours)('%s: the image has the version of the package', (_name, { image }) => {
    const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
    expect(image).toBe(`${name}:${version}`);
  });

  it('says what to set where a variable that has no default is missing', () => {
    const all = read('docker-compose.yml').match(/\$\{[^}]*\}/g) ?? [];
    const variables = all.filter((variable) => !variable.includes(':-'));
    expect(new Set(variables.map((variable) => variable.split(':?', 1)[0]))).toEqual(
      new Set(['${MASTER_KEYS', '${POSTGRES_PASSWORD']),
    );
    expect(variables.filter((variable) => !/^\$\{\w+:\?set \w+ to /.test(variable))).toEqual([]);
  });

  it.each(lasting)('%s: restarts and has a health check', (_name, { restart, healthcheck }) => {
    expect(restart).toBe('unless-stopped');
    expect(healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(all.filter(([name]) => name !== 'postgres'))(
    '%s: waits for what it needs, by a condition',
    (_name, { depends_on = {} }) => {
      expect(Object.keys(depends_on).length).toBeGreaterThan(0);
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const isJob = jobs.some(([name]) => name === needed);
        expect(condition).toBe(isJob ? 'service_completed_successfully' : 'service_healthy');
      }
    },
  );

  it.each(ours)(
    '%s: every name of its environment is a setting, and the settings are valid',
    (_name, { environment }) => {
      const known = [...CONFIG_ENTRIES.map(({ name }) => name as string), ...FOREIGN_CONFIG_NAMES];
      const settings = substituted(environment);
      expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
      expect(readConfig(settings)).toMatchObject({
        NODE_ENV: 'production',
        TEMPORAL_ADDRESS: 'temporal:7233',
      });
    },
  );

  it.each(['api', 'worker'])('%s: gets every setting that means something to it', (name) => {
    const given = Object.keys(services[name]?.environment ?? {});
    const wanted = CONFIG_ENTRIES.map(({ name }) => name).filter((setting) => !(setting in MEANINGLESS));
    const missing = wanted.filter((setting) => !given.includes(setting));
    expect(missing).toEqual(name === 'api' ? [] : ['PORT']);
  });

  it('lets an operator set what has no value of its own, by its name', () => {
    const passed = Object.entries(services.worker?.environment ?? {}).filter(([, value]) =>
      value.includes(':-'),
    );
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.filter(([name, value]) => value !== `\${${name}:-}`)).toEqual([]);
  });

  it.each(ours)('%s: runs a command of the command line', (_name, { command = [] }) => {
    expect(command.slice(0, 2)).toEqual(['node', 'dist/src/cli.js']);
    expect(['api', 'worker', 'migrate']).toContain(command[2]);
  });

  it('makes exactly the search attributes that the workflows set, in the namespace that they use', () => {
    const { environment } = services['temporal-namespace'] ?? {};
    expect(environment?.SEARCH_ATTRIBUTES?.split(' ').sort()).toEqual(
      Object.values(SEARCH_ATTRIBUTES).sort(),
    );
    expect(environment?.TEMPORAL_NAMESPACE).toBe(services.worker?.environment?.TEMPORAL_NAMESPACE);
  });

  it('shows the Temporal UI where the links lead, to a browser that comes from there', () => {
    expect(services['temporal-ui']?.ports).toEqual(['127.0.0.1:8233:8080']);
    expect(services.api?.environment?.TEMPORAL_UI_URL).toBe('http://127.0.0.1:8233');
    expect(services['temporal-ui']?.environment?.TEMPORAL_CORS_ORIGINS).toBe('http://127.0.0.1:8233');
  });

  it('tells the Temporal server the role and the database server that the schema was made with', () => {
    const schema = services['temporal-schema']?.environment ?? {};
    expect(services.temporal?.environment).toMatchObject({
      DB: schema.SQL_PLUGIN,
      DB_PORT: schema.SQL_PORT,
      POSTGRES_SEEDS: schema.SQL_HOST,
      POSTGRES_USER: schema.SQL_USER,
      POSTGRES_PWD: schema.SQL_PASSWORD,
    });
  });

  it('gives the Temporal server the settings file without which it does not start', () => {
    const { environment, volumes = [] } = services.temporal ?? {};
    const mounted = volumes.find((volume) => volume.split(':')[1] === environment?.DYNAMIC_CONFIG_FILE_PATH);
    const settings: unknown = parse(read(mounted?.split(':', 1)[0] ?? ''));
    expect(settings).toEqual({ 'limit.maxIDLength': [{ value: 255 }] });
  });

  it('makes the databases that the service and Temporal use, owned by the roles that use them', () => {
    const made = [...read('docker/create-databases.sh').matchAll(/^create database (\w+) owner (\w+);$/gm)];
    const url = new URL(substituted(services.worker?.environment).DATABASE_URL ?? '');
    const role = services['temporal-schema']?.environment?.SQL_USER;
    expect(made.map(([, database, owner]) => [database, owner])).toEqual([
      [url.pathname.slice(1), url.username],
      ['temporal', role],
      ['temporal_visibility', role],
    ]);
    expect(read('docker/temporal-schema.sh').match(/SQL_DATABASE=\w+/g)).toEqual([
      'SQL_DATABASE=temporal',
      'SQL_DATABASE=temporal_visibility',
    ]);
  });

  it.each(readdirSync(path.join(ROOT, 'docker')).filter((file) => file.endsWith('.sh')))(
    'docker/%s is a shell script without faults of syntax',
    (file) => {
      expect(execFileSync('sh', ['-n', path.join(ROOT, 'docker', file)], { encoding: 'utf8' })).toBe('');
    },
  );

  it('asks the API and the worker for a sign of life at the ports that they listen on', () => {
    expect(services.api?.healthcheck?.test.join(' ')).toContain(
      `:${services.api?.environment?.PORT}/healthz`,
    );
    expect(services.worker?.healthcheck?.test.join(' ')).toContain(
      `:${services.worker?.environment?.METRICS_PORT}/metrics`,
    );
  });

  it('mounts files that exist', () => {
    const mounted = all
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => volume.startsWith('./'));
    expect(mounted.length).toBeGreaterThan(0);
    for (const volume of mounted)
      expect(existsSync(path.join(ROOT, volume.split(':', 1)[0] ?? ''))).toBe(true);
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('builds and runs on glibc, at one version of Node', () => {
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1] ?? '');
    expect(bases.every((base) => /^node:20\.\d+\.\d+-bookworm(-slim)?$/.test(base))).toBe(true);
    expect(new Set(bases.map((base) => base.split('-', 1)[0])).size).toBe(1);
  });

  it('does not run as root, and runs the command line that the build makes', () => {
    expect(lines).toContain('USER node');
    expect(lines).toContain('CMD ["node", "dist/src/cli.js", "api"]');
    const { compilerOptions } = JSON.parse(read('tsconfig.json')) as { compilerOptions: object };
    expect(compilerOptions).toMatchObject({ rootDir: '.', outDir: 'dist' });
    expect(existsSync(path.join(ROOT, 'src/cli.ts'))).toBe(true);
  });

  it('is healthy exactly when its API answers /healthz', async () => {
    const check = /^ {2}CMD (\[.*\])$/m.exec(read('Dockerfile'))?.[1] ?? '';
    const [program, ...args] = JSON.parse(check) as [string, ...string[]];
    expect(program).toBe('node');
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? 200 : 404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const exitCode = async () => {
      const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    };
    expect(await exitCode()).toBe(0);
    server.close();
    await once(server, 'close');
    expect(await exitCode()).toBe(1);
  });

  it('copies only what exists and is not ignored', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(copied.filter((file) => !allowed.includes(file))).toEqual([]);
  });
});
