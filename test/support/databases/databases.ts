import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { openDatabase } from '../../../src/store/database/knex';
import { TEMPLATE_DATABASE, withDatabase } from './postgres-template';

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

/** For `describe.each(databases)('… on $name', ({ open }) => …)`: one suite, every database. */
export const databases: readonly DatabaseKind[] = [
  { name: 'SQLite', open: openSqlite, createEmpty: createSqlite },
  { name: 'PostgreSQL', open: openPostgres, createEmpty: () => createPostgres('template0') },
];

async function openSqlite(): Promise<OpenDatabase> {
  const database = await createSqlite();
  await copyFile(sqliteTemplate(), database.url.slice('sqlite:'.length));
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
  await onServer(`create database ${name} template ${template}`);
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

function sqliteTemplate(): string {
  const file = process.env['TEST_SQLITE_TEMPLATE'];
  if (!file) throw new Error('TEST_SQLITE_TEMPLATE is not set: the tests on SQLite need the global set-up');
  return file;
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: the tests on PostgreSQL need the global set-up');
  return url;
}
