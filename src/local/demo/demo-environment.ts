import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProvisioningKey } from '../../domain/keys/access-key';
import type { Author } from '../../domain/keys/audit-entry';

const DEMO_CLOUD_NAME = 'demo';

/** What the first start makes, and the files that hold its secrets. */
interface DemoEnvironment {
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
 * Makes the product environment `demo` on the first start, and writes its credentials and the account's into the data
 * folder, mode 0600: no secret is ever printed. When the file is missing on a later start, it is written again with new
 * keys, since secrets are not shown twice.
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

function credentialsFileIn(dataFolder: string): string {
  return path.join(dataFolder, 'demo-credentials.json');
}

function writeCredentials(file: string, credentials: object): void {
  writePrivately(file, `${JSON.stringify(credentials, undefined, 2)}\n`);
}

function writePrivately(file: string, text: string): void {
  // A file that is there already keeps its mode, whatever `writeFileSync` is told.
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600 });
}

interface WelcomeFacts {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly demo: DemoEnvironment;
  readonly allowCidrs: readonly string[];
  readonly hasConsole: boolean;
  /** Whether a receiver on this machine may be told. */
  readonly allowsLoopback: boolean;
}

const NO_SESSION = `Deliveries may not reach this machine itself. To try it with a receiver here, start it with
ALLOW_CIDRS=127.0.0.0/8,::1/128, as npm start does.`;

/** What `npm start` prints when everything runs: the addresses, and a session to try it. */
export function welcome(facts: WelcomeFacts): string {
  const { apiUrl, temporalUiUrl, demo, allowCidrs, allowsLoopback, hasConsole } = facts;
  return `
Ready.
${hasConsole ? consoleLines(apiUrl, demo) : ''}  API            ${apiUrl}
  Temporal UI    ${temporalUiUrl ?? 'not known: set TEMPORAL_UI_URL'}
  Credentials    ${demo.credentialsFile} (and ${demo.netrcFile} for curl)
${allowCidrs.length === 0 ? '' : `  Deliveries may reach these private ranges: ${allowCidrs.join(', ')} (ALLOW_CIDRS)\n`}
${allowsLoopback ? session(facts) : NO_SESSION}
`;
}

/** An address that stands for every one of the machine is none that a browser opens. */
function consoleLines(apiUrl: string, { cloudName, credentialsFile }: DemoEnvironment): string {
  const origin = apiUrl.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost');
  return `  Console        ${origin}/console/ (sign in with "${cloudName}", api_key and api_secret of ${credentialsFile})\n`;
}

function session({ apiUrl, demo }: WelcomeFacts): string {
  const base = `${apiUrl}/v1_1/${demo.cloudName}`;
  const at = (path: string) => shellWord(base + path);
  const curl = `curl -sS --netrc-file ${shellWord(demo.netrcFile)} -H 'content-type: application/json'`;
  return `Try it: a receiver that prints what it gets (first, in a second terminal)

  node examples/receiver.mjs${receiverArguments(apiUrl, base)}

a trigger that tells it of every upload, an event, and what became of it

  ${curl} ${at('/triggers')} \\
    -d '{"event_type":"upload","uri":"http://127.0.0.1:9000/hooks"}'
  ${curl} ${at('/events')} \\
    -d '{"event_id":"first","event_type":"upload","payload":{"public_id":"blue-kettle","resource_type":"image"}}'
  ${curl} ${at('/events/first')}

a receiver that refuses, so that you see a retry waiting

  ${curl} ${at('/events')} \\
    -d '{"event_type":"upload","payload":{"public_id":"red-kettle"},"request":{"notification_url":"http://127.0.0.1:9000/refuse"}}'
  ${curl} ${at('/deliveries?status=pending')}`;
}

const RECEIVER_DEFAULTS = { port: 9000, apiUrl: 'http://127.0.0.1:8080' };

/** The receiver verifies with the keys of the default address unless it is told another one. */
function receiverArguments(apiUrl: string, base: string): string {
  return apiUrl === RECEIVER_DEFAULTS.apiUrl
    ? ''
    : ` ${RECEIVER_DEFAULTS.port} ${shellWord(`${base}/webhook_keys`)}`;
}

/** A text as one word of a command line that people copy into a POSIX shell: quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
