import { accessSync, constants, mkdirSync, statSync } from 'node:fs';

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
