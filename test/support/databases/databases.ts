import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { openDatabase } from '../../../src/store/database/knex';
import { migrateUp } from '../../../src/store/database/migrate';

/** On the PostgreSQL server of the run: has all tables and no rows, and is what each test's own database is copied from. */
export const TEMPLATE_DATABASE = 'template_migrated';

/** A database of a test's own. */
export interface TemporaryDatabase {
  /** For DATABASE_URL. */
  readonly url: string;
  /** Removes it; whoever opened it has closed it before. */
  drop(): Promise<void>;
}

/** An open database; `close()` also removes it. */
export interface OpenDatabase {
  readonly db: Knex;
  /** For DATABASE_URL. */
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** With all tables and no rows. */
  open(): Promise<OpenDatabase>;
  /** Without any table. */
  createEmpty(): Promise<TemporaryDatabase>;
}

export const sqlite: DatabaseKind = { name: 'SQLite', open: openSqlite, createEmpty: createSqlite };

export const postgres: DatabaseKind = {
  name: 'PostgreSQL',
  open: openPostgres,
  createEmpty: () => createPostgres('template0'),
};

/** For `describe.each(databases)('… on $name', ({ open }) => …)`: one suite, every database. */
export const databases: readonly DatabaseKind[] = [sqlite, postgres];

/** Makes the file that each test's own SQLite database is a copy of: it has all tables and no rows. */
export async function createSqliteTemplate(file: string): Promise<void> {
  const db = await openDatabase(`sqlite:${file}`);
  await migrateUp(db);
  // Closing moves the write-ahead log into the file.
  await db.destroy();
}

/** The same server's URL, with another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function openSqlite(): Promise<OpenDatabase> {
  const database = await createSqlite();
  await copyFile(fromSetUp('TEST_SQLITE_TEMPLATE'), database.url.slice('sqlite:'.length));
  return openThatDrops(database);
}

async function openPostgres(): Promise<OpenDatabase> {
  return openThatDrops(await createPostgres(TEMPLATE_DATABASE));
}

async function openThatDrops(database: TemporaryDatabase): Promise<OpenDatabase> {
  const db = await openDatabase(database.url);
  return {
    db,
    url: database.url,
    close: async () => {
      await db.destroy();
      await database.drop();
    },
  };
}

async function createSqlite(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'webhooks-sqlite-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function createPostgres(template: string): Promise<TemporaryDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying the files costs the server a quarter of what it costs to log every page of them.
  await onServer(`create database ${name} template ${template} strategy file_copy`);
  return {
    url: withDatabase(serverUrl(), name),
    drop: () => onServer(`drop database ${name} with (force)`),
  };
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  return fromSetUp('TEST_POSTGRES_URL');
}

function fromSetUp(variable: 'TEST_SQLITE_TEMPLATE' | 'TEST_POSTGRES_URL'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: the global set-up has not run`);
  return value;
}
