import { accessSync, constants, mkdirSync, statSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

/**
 * Makes the data folder when it is missing.
 *
 * @throws Error, one readable line, when it is not a folder that can be written.
 */
export function ensureDataFolder(dataFolder: string): void {
  try {
    mkdirSync(dataFolder, { recursive: true });
    accessSync(dataFolder, constants.W_OK);
    if (!statSync(dataFolder).isDirectory()) throw new Error('it is a file');
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Error(`DATA_DIR "${dataFolder}" is not a folder that can be written: ${reason}`, { cause });
  }
}

export function masterKeysFile(dataFolder: string): string {
  return path.join(dataFolder, 'master-keys');
}

/**
 * The master keys of a machine that has none configured: made once, kept in the data folder with
 * mode 0600. Whoever has the database without this file has no secret.
 *
 * @returns text in the form of `MASTER_KEYS`.
 */
export function developmentMasterKeys(dataFolder: string): string {
  ensureDataFolder(dataFolder);
  const file = masterKeysFile(dataFolder);
  const made = `dev1=${randomBytes(32).toString('base64')}`;
  try {
    // Exclusive: of two processes that start at once, one makes the file and both read it.
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
