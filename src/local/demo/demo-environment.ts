import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProvisioningKey } from '../../domain/keys/access-key';
import type { Author } from '../../domain/keys/audit-entry';

const DEMO_CLOUD_NAME = 'demo';

/** What the first start makes, and the files that hold its secrets. */
export interface DemoEnvironment {
  readonly cloudName: string;
  readonly credentialsFile: string;
  /** For `curl --netrc-file`. */
  readonly netrcFile: string;
}

interface Key {
  readonly apiKey: string;
  readonly apiSecret: string;
}

interface DemoStores {
  readonly environments: {
    findByCloudName(cloudName: string): Promise<{ readonly id: string } | undefined>;
    create(wanted: { readonly cloudName: string }, by: Author): Promise<Key>;
  };
  readonly accessKeyAdministration: {
    create(
      wanted: { environmentId: string; enabled: boolean; role: 'admin'; createdAt: string },
      by: Author,
    ): Promise<Key>;
  };
  readonly accounts: {
    issueProvisioningKey(by: Author): Promise<ProvisioningKey>;
  };
}

interface Circumstances {
  readonly dataFolder: string;
  readonly host: string;
  readonly by: Author;
  readonly now: () => Date;
}

/**
 * Makes the product environment `demo` on the first start, and writes its credentials and the
 * account's into the data folder, mode 0600: no secret is ever printed. When the file is missing on a later start, it is
 * written again with new keys, since secrets are not shown twice.
 */
export async function ensureDemoEnvironment(
  stores: DemoStores,
  { dataFolder, host, by, now }: Circumstances,
): Promise<DemoEnvironment> {
  const demo: DemoEnvironment = {
    cloudName: DEMO_CLOUD_NAME,
    credentialsFile: credentialsFileIn(dataFolder),
    netrcFile: path.join(dataFolder, 'netrc'),
  };
  const existing = await stores.environments.findByCloudName(DEMO_CLOUD_NAME);
  if (existing && existsSync(demo.credentialsFile)) return demo;
  const key = existing
    ? await newKey(stores, existing.id, { by, now })
    : await stores.environments.create(demo, by);
  const credentials = {
    ...environmentCredentials(key),
    ...accountCredentials(await stores.accounts.issueProvisioningKey(by)),
  };
  mkdirSync(dataFolder, { recursive: true });
  writePrivately(demo.netrcFile, `machine ${host} login ${key.apiKey} password ${key.apiSecret}\n`);
  // Last: this file's presence says that all is written.
  writeCredentials(demo.credentialsFile, credentials);
  return demo;
}

function newKey(
  { accessKeyAdministration }: DemoStores,
  environmentId: string,
  { by, now }: Pick<Circumstances, 'by' | 'now'>,
): Promise<Key> {
  const createdAt = now().toISOString();
  return accessKeyAdministration.create({ environmentId, enabled: true, role: 'admin', createdAt }, by);
}

function environmentCredentials({ apiKey, apiSecret }: Key): object {
  return { cloud_name: DEMO_CLOUD_NAME, api_key: apiKey, api_secret: apiSecret };
}

/** Writes a new provisioning key into the file of the demo's credentials, where there is one of the same account. */
export function replaceProvisioningKey(dataFolder: string, issued: ProvisioningKey): void {
  const file = credentialsFileIn(dataFolder);
  if (!existsSync(file)) return;
  const credentials = JSON.parse(readFileSync(file, 'utf8')) as { readonly account_id?: string };
  if (credentials.account_id !== issued.accountId) return;
  writeCredentials(file, { ...credentials, ...accountCredentials(issued) });
}

function credentialsFileIn(dataFolder: string): string {
  return path.join(dataFolder, 'demo-credentials.json');
}

function writeCredentials(file: string, credentials: object): void {
  writePrivately(file, `${JSON.stringify(credentials, undefined, 2)}\n`);
}

function accountCredentials({
  accountId,
  provisioningApiKey,
  provisioningApiSecret,
}: ProvisioningKey): object {
  return {
    account_id: accountId,
    provisioning_api_key: provisioningApiKey,
    provisioning_api_secret: provisioningApiSecret,
  };
}

function writePrivately(file: string, text: string): void {
  // A file that is there already keeps its mode, whatever `writeFileSync` is told.
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600 });
}
