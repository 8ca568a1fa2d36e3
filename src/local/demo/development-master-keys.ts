import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureDataFolder } from './data-folder';

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
