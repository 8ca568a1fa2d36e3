import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The master keys of a machine that has none configured: made once, kept in the data folder with
 * mode 0600. Whoever has the database without this file has no secret.
 *
 * @returns text in the form of `MASTER_KEYS`.
 */
export function developmentMasterKeys(dataFolder: string): string {
  const file = path.join(dataFolder, 'master-keys');
  try {
    mkdirSync(dataFolder, { recursive: true });
    const made = `dev1=${randomBytes(32).toString('base64')}`;
    // Exclusive: of two processes that start at once, one makes the file and both read it.
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(dataFolder, error);
  }
  return readFileSync(file, 'utf8').trim();
}

function unwritable(dataFolder: string, cause: unknown): Error {
  return new Error(
    `DATA_DIR "${dataFolder}" is not a folder that can be written: ${(cause as Error).message}`,
    {
      cause,
    },
  );
}
