import type { Role } from '../domain/keys/role';
import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { parseRole } from './parse-role';
import { withStores, type OpenStores } from '../app/stores';

/**
 * `create`: another access key of a product environment, printed once, as JSON.
 * `rotate`: without a cloud name encrypts every secret at rest again, with the first of `MASTER_KEYS`;
 * with one gives that product environment a new Ed25519 pair, and with `--revoke` ends those before.
 */
export async function runKeys({ config, args, print }: CommandContext): Promise<void> {
  const [action, cloudName, third] = args;
  if (cloudName === undefined) {
    print(rotated(await withStores(config, ({ stores }) => stores.rotateSecrets(commandLineAuthor()))));
    return;
  }
  if (action === 'create') {
    const role = parseRole(third);
    print(JSON.stringify(await withStores(config, (open) => createAccessKey(open, { cloudName, role }))));
    return;
  }
  if (third === '--revoke') {
    print(revoked(cloudName, await withStores(config, (open) => revokeSigningKeys(open, cloudName))));
    return;
  }
  const kid = await withStores(config, (open) => rotateSigningKey(open, cloudName));
  print(`${cloudName} signs with the new pair ${kid}; the one before stays published`);
}

function rotated(count: number): string {
  if (count === 0) return 'all secrets are under the first of MASTER_KEYS already';
  return `${count} ${count === 1 ? 'secret' : 'secrets'} encrypted again`;
}

/** What was done, and what the receivers have to do. */
function revoked(
  cloudName: string,
  { kid, revokedKids }: Awaited<ReturnType<typeof revokeSigningKeys>>,
): string {
  return [
    `${cloudName} signs with the new pair ${kid}; revoked, no longer published, never to sign again: ${revokedKids.join(', ')}`,
    `receivers: fetch GET /v1_1/${cloudName}/webhook_keys again now; one that keeps the old set still believes whoever has the leaked key`,
  ].join('\n');
}

async function createAccessKey(
  { stores, now }: OpenStores,
  { cloudName, role }: { readonly cloudName: string; readonly role: Role },
): Promise<object> {
  const { id: environmentId } = await getEnvironment(stores, cloudName);
  const wanted = { environmentId, enabled: true, role, createdAt: now().toISOString() };
  const made = await stores.accessKeyAdministration.create(wanted, commandLineAuthor());
  return { cloud_name: cloudName, api_key: made.apiKey, api_secret: made.apiSecret, role };
}

async function rotateSigningKey({ stores, now }: OpenStores, cloudName: string): Promise<string> {
  const { id } = await getEnvironment(stores, cloudName);
  return stores.signingKeys.rotate(id, now().toISOString(), commandLineAuthor());
}

async function revokeSigningKeys({ stores, now }: OpenStores, cloudName: string) {
  const { id } = await getEnvironment(stores, cloudName);
  return stores.signingKeys.revoke(id, now().toISOString(), commandLineAuthor());
}

async function getEnvironment({ environments }: OpenStores['stores'], cloudName: string) {
  const environment = await environments.findByCloudName(cloudName);
  if (!environment) throw new Error(`keys: there is no product environment "${cloudName}"`);
  return environment;
}
