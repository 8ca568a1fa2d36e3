import path from 'node:path';

/** The project's folder, seen from `dist/cluster`. */
const PROJECT = path.resolve(__dirname, '../..');

/** A file that `docker-compose.yml` uses too. */
export function dockerFile(name: string): string {
  return path.join(PROJECT, 'docker', name);
}

/** The built command line. */
export const COMMAND_LINE = path.join(PROJECT, 'dist', 'src', 'cli.js');
