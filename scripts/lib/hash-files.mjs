import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { inProject, projectFolder } from './project.mjs';

/**
 * Hashes the names and contents of files, so that a build can tell whether it is up to date.
 *
 * @param {readonly string[]} sources files and folders of the project; those that do not exist count as empty
 * @param {(file: string) => boolean} [isSource] which of their files count, each by its absolute path
 */
export function hashFiles(sources, isSource = () => true) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(listFiles).filter(isSource)) {
    hash
      .update(`${path.relative(projectFolder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files at or below a path of the project, in the same order on every machine; none when it does not exist. */
function listFiles(source) {
  const file = inProject(source);
  if (!existsSync(file)) return [];
  if (path.extname(file) !== '') return [file];
  const entries = readdirSync(file, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
