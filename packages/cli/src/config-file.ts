import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure } from './failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What `login` stores under a name. */
export interface StoredProfile {
  readonly url: string;
  readonly cloud_name: string;
  readonly api_key: string;
  readonly api_secret: string;
}

interface StoredConfig {
  readonly profiles?: Readonly<Record<string, StoredProfile>>;
}

/** Where logins are stored: `config.json` below `XDG_CONFIG_HOME`, or below `~/.config`. */
export function configFile(env: Environment): string {
  const base = env.XDG_CONFIG_HOME ?? path.join(env.HOME ?? homedir(), '.config');
  return path.join(base, 'webhooks', 'config.json');
}

/** @throws Failure when the file is there and cannot be read. */
export function readProfiles(env: Environment): Readonly<Record<string, StoredProfile>> {
  const file = configFile(env);
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as StoredConfig).profiles ?? {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Failure(`${file}: ${(error as Error).message}`);
  }
}

/** Stores all profiles, for this user alone; without any, removes the file. */
export function writeProfiles(env: Environment, profiles: Readonly<Record<string, StoredProfile>>): void {
  const file = configFile(env);
  if (Object.keys(profiles).length === 0) return rmSync(file, { force: true });
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify({ profiles }, undefined, 2)}\n`, { mode: 0o600 });
  // A file that was there keeps its mode, whatever it is written with.
  chmodSync(file, 0o600);
}
