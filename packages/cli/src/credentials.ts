import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { readProfiles, type StoredProfile } from './config-file.ts';
import { EXIT, Failure } from './failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who calls which service. */
export interface Credentials {
  /** Of the service, without a slash at the end. */
  readonly url: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Where they were found, for people. */
  readonly source: string;
}

export interface CredentialOptions {
  readonly env: Environment;
  /** A file of environment variables, which count more than those of the process. */
  readonly envFile?: string | undefined;
  readonly profile?: string | undefined;
  /** Where `.data` may be. */
  readonly folder: string;
}

const DEFAULT_URL = 'http://127.0.0.1:8080';
export const DEFAULT_PROFILE = 'default';

/**
 * Finds credentials: a profile that is named, environment variables, the login, and in a checkout those of its demo
 * environment.
 *
 * @throws Failure when there are none, or not all parts of them.
 */
export function findCredentials(options: CredentialOptions): Credentials {
  const { env, profile } = options;
  const variables = { ...env, ...readEnvFile(options.envFile) };
  const found =
    (profile === undefined ? fromVariables(variables) : undefined) ??
    fromProfile(variables, profile) ??
    fromCheckout(variables, options.folder);
  if (found) return found;
  throw new Failure(
    'credentials: found none, expected a login (webhooks login), WEBHOOKS_CLOUD_NAME with WEBHOOKS_API_KEY and WEBHOOKS_API_SECRET, or CLOUDINARY_URL',
    EXIT.credentials,
  );
}

function readEnvFile(file: string | undefined): Environment {
  if (file === undefined) return {};
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`--env-file: ${(error as Error).message}`, EXIT.usage);
  }
}

function fromVariables(env: Environment): Credentials | undefined {
  const url = baseUrl(env.WEBHOOKS_URL ?? DEFAULT_URL);
  const parts = {
    WEBHOOKS_CLOUD_NAME: env.WEBHOOKS_CLOUD_NAME,
    WEBHOOKS_API_KEY: env.WEBHOOKS_API_KEY,
    WEBHOOKS_API_SECRET: env.WEBHOOKS_API_SECRET,
  };
  const isSet = ([, value]: readonly [string, string | undefined]) => (value ?? '') !== '';
  if (Object.entries(parts).some(isSet)) {
    const missing = Object.entries(parts).filter((part) => !isSet(part));
    if (missing.length > 0) {
      throw new Failure(`${missing.map(([name]) => name).join(', ')}: not set`, EXIT.credentials);
    }
    return {
      url,
      cloudName: parts.WEBHOOKS_CLOUD_NAME ?? '',
      apiKey: parts.WEBHOOKS_API_KEY ?? '',
      apiSecret: parts.WEBHOOKS_API_SECRET ?? '',
      source: 'WEBHOOKS_API_KEY',
    };
  }
  const text = env.CLOUDINARY_URL ?? '';
  if (text === '') return undefined;
  const [, apiKey, apiSecret, cloudName] = /^cloudinary:\/\/([^:@/]+):([^:@/]+)@([^/?]+)/.exec(text) ?? [];
  if (apiKey === undefined || apiSecret === undefined || cloudName === undefined) {
    throw new Failure(
      'CLOUDINARY_URL: expected cloudinary://<api_key>:<api_secret>@<cloud_name>',
      EXIT.credentials,
    );
  }
  return { url, cloudName, apiKey, apiSecret, source: 'CLOUDINARY_URL' };
}

function fromProfile(env: Environment, name: string | undefined): Credentials | undefined {
  const profiles = readProfiles(env);
  const profile = profiles[name ?? DEFAULT_PROFILE];
  if (profile) return ofProfile(profile, `profile ${name ?? DEFAULT_PROFILE}`);
  if (name === undefined) return undefined;
  const known = Object.keys(profiles).join(', ') || 'none';
  throw new Failure(`--profile: got "${name}", expected one of ${known}`, EXIT.credentials);
}

function ofProfile(profile: StoredProfile, source: string): Credentials {
  return {
    url: profile.url,
    cloudName: profile.cloud_name,
    apiKey: profile.api_key,
    apiSecret: profile.api_secret,
    source,
  };
}

/** What `npm start` writes in a checkout of the service. */
function fromCheckout(env: Environment, folder: string): Credentials | undefined {
  const file = path.resolve(folder, env.DATA_DIR ?? '.data', 'demo-credentials.json');
  if (!existsSync(file)) return undefined;
  const demo = JSON.parse(readFileSync(file, 'utf8')) as Omit<StoredProfile, 'url'>;
  const port = env.PORT === undefined || env.PORT === '' ? undefined : `http://127.0.0.1:${env.PORT}`;
  const url = baseUrl(env.WEBHOOKS_URL ?? port ?? DEFAULT_URL);
  return ofProfile({ ...demo, url }, file);
}

/** @throws Failure for what is no http or https URL. */
export function baseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new Failure(`url: got ${JSON.stringify(text)}, expected an http or https URL`, EXIT.usage);
}
