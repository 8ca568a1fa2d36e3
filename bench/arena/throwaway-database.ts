import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Closing } from '../../src/app/closing';

/**
 * Makes a database on a PostgreSQL server, to be dropped at the end.
 *
 * @param serverUrl names a database of that server, and a user who may create others.
 * @returns the new database's URL.
 */
export async function createThrowawayDatabase(serverUrl: string, closing: Closing): Promise<string> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name}`);
  closing.add('database', () => execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function execute(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  try {
    await client.connect();
    await client.query(statement);
  } catch (cause) {
    throw new Error(`--database: ${(cause as Error).message}`, { cause });
  } finally {
    await client.end();
  }
}
