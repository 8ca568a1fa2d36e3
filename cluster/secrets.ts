import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What docker-compose.yml takes from `.env`. */
export interface Secrets {
  readonly postgresPassword: string;
  /** For `MASTER_KEYS`. */
  readonly masterKeys: string;
}

/** Those of this folder, made the first time. */
export function keptSecrets(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const made: Secrets = {
    postgresPassword: randomBytes(24).toString('hex'),
    masterKeys: `k1=${randomBytes(32).toString('base64')}`,
  };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
