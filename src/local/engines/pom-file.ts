import { existsSync } from 'node:fs';
import path from 'node:path';

const POM = path.join('tools', 'temporal-test-server', 'pom.xml');

/** The file that tells Maven which jars the test server has, wherever this code runs: from `src` or from `dist`. */
export function pomFile(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, POM)) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return path.join(folder, POM);
}
