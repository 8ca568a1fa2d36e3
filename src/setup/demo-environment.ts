import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const DEMO_CLOUD_NAME = 'demo';

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

export interface DemoStores {
  readonly environments: {
    findByCloudName(cloudName: string): Promise<{ readonly id: string } | undefined>;
    create(wanted: { readonly cloudName: string }): Promise<Key>;
  };
  readonly accessKeyAdministration: {
    create(wanted: { environmentId: string; enabled: boolean; createdAt: string }): Promise<Key>;
  };
  readonly accounts: {
    issueProvisioningKey(): Promise<{
      readonly accountId: string;
      readonly provisioningApiKey: string;
      readonly provisioningApiSecret: string;
    }>;
  };
}

/**
 * Makes the product environment `demo` on the first start, and writes its credentials and the
 * account's into the data folder, mode 0600: no secret is ever printed. When the file is missing on a later start, it is
 * written again with new keys, since secrets are not shown twice.
 */
export async function ensureDemoEnvironment(
  stores: DemoStores,
  { dataFolder, host }: { readonly dataFolder: string; readonly host: string },
): Promise<DemoEnvironment> {
  const demo: DemoEnvironment = {
    cloudName: DEMO_CLOUD_NAME,
    credentialsFile: path.join(dataFolder, 'demo-credentials.json'),
    netrcFile: path.join(dataFolder, 'netrc'),
  };
  const existing = await stores.environments.findByCloudName(DEMO_CLOUD_NAME);
  if (existing && existsSync(demo.credentialsFile)) return demo;
  const key = existing ? await newKey(stores, existing.id) : await stores.environments.create(demo);
  const credentials = { ...environmentCredentials(key), ...(await accountCredentials(stores)) };
  mkdirSync(dataFolder, { recursive: true });
  writePrivately(demo.netrcFile, `machine ${host} login ${key.apiKey} password ${key.apiSecret}\n`);
  // Last: this file's presence says that all is written.
  writePrivately(demo.credentialsFile, `${JSON.stringify(credentials, undefined, 2)}\n`);
  return demo;
}

function newKey({ accessKeyAdministration }: DemoStores, environmentId: string): Promise<Key> {
  const createdAt = new Date().toISOString();
  return accessKeyAdministration.create({ environmentId, enabled: true, createdAt });
}

function environmentCredentials({ apiKey, apiSecret }: Key): object {
  return { cloud_name: DEMO_CLOUD_NAME, api_key: apiKey, api_secret: apiSecret };
}

async function accountCredentials({ accounts }: DemoStores): Promise<object> {
  const { accountId, provisioningApiKey, provisioningApiSecret } = await accounts.issueProvisioningKey();
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
