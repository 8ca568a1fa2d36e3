import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TemporaryDatabase } from '../../support/databases/databases';

/** The same database, owned by a role that has this password. @param password without characters that a URL escapes. */
export async function withPassword(
  database: TemporaryDatabase,
  password: string,
): Promise<TemporaryDatabase> {
  const role = `canary_${randomBytes(6).toString('hex')}`;
  const url = new URL(database.url);
  await as(database.url, [
    `create role ${role} login password '${password}'`,
    `alter database ${url.pathname.slice(1)} owner to ${role}`,
  ]);
  url.username = role;
  url.password = password;
  const server = new URL(database.url);
  server.pathname = '/postgres';
  return {
    url: url.href,
    async drop() {
      await database.drop();
      await as(server.href, [`drop role ${role}`]);
    },
  };
}

async function as(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
