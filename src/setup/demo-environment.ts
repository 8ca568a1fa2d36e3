import { writeFileSync } from 'node:fs';
import path from 'node:path';

export const DEMO_CLOUD_NAME = 'demo';

/** What the first start makes, and the files that hold its secrets. */
export interface DemoEnvironment {
  readonly cloudName: string;
  readonly credentialsFile: string;
  /** For `curl --netrc-file`. */
  readonly netrcFile: string;
}

interface NewEnvironment {
  readonly cloudName: string;
  readonly environmentId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface Environments {
  findByCloudName(cloudName: string): Promise<object | undefined>;
  create(input: { readonly cloudName: string }): Promise<NewEnvironment>;
}

/**
 * Makes the product environment `demo` on the first start, and writes its credentials into the
 * data folder, mode 0600: no secret is ever printed.
 */
export async function ensureDemoEnvironment(
  environments: Environments,
  { dataFolder, host }: { readonly dataFolder: string; readonly host: string },
): Promise<DemoEnvironment> {
  const demo: DemoEnvironment = {
    cloudName: DEMO_CLOUD_NAME,
    credentialsFile: path.join(dataFolder, 'demo-credentials.json'),
    netrcFile: path.join(dataFolder, 'netrc'),
  };
  if (!(await environments.findByCloudName(DEMO_CLOUD_NAME))) {
    const made = await environments.create({ cloudName: DEMO_CLOUD_NAME });
    writePrivately(demo.credentialsFile, `${JSON.stringify(credentials(made), undefined, 2)}\n`);
    writePrivately(demo.netrcFile, `machine ${host} login ${made.apiKey} password ${made.apiSecret}\n`);
  }
  return demo;
}

function credentials({ cloudName, apiKey, apiSecret }: NewEnvironment): object {
  return { cloud_name: cloudName, api_key: apiKey, api_secret: apiSecret };
}

function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
