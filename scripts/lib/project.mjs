import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, which is the working directory of everything that the scripts start. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {string[]} parts path within the project */
export function inProject(...parts) {
  return path.join(projectFolder, ...parts);
}
