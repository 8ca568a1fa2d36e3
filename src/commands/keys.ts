import type { CommandContext } from '../cli';
import { withStores, type OpenStores } from './open-stores';
import { UsageError } from './usage-error';

/**
 * Without a cloud name: encrypts every secret at rest again, with the first of `MASTER_KEYS`.
 * With one: gives that product environment a new Ed25519 pair.
 */
export async function runKeys({ config, args, print }: CommandContext): Promise<void> {
  const [action, cloudName, ...rest] = args;
  if (action !== 'rotate' || rest.length > 0) {
    throw new UsageError(`keys ${args.join(' ')}: expected "rotate" or "rotate <cloud_name>"`);
  }
  if (cloudName === undefined) {
    const rotated = await withStores(config, ({ stores }) => stores.rotateSecrets());
    print(`${rotated} secrets encrypted again`);
    return;
  }
  const kid = await withStores(config, (open) => rotateSigningKey(open, cloudName));
  print(`${cloudName} signs with the new pair ${kid}; the one before stays published`);
}

async function rotateSigningKey({ stores }: OpenStores, cloudName: string): Promise<string> {
  const environment = await stores.environments.findByCloudName(cloudName);
  if (!environment) throw new Error(`keys rotate: there is no product environment "${cloudName}"`);
  return stores.signingKeys.rotate(environment.id, new Date().toISOString());
}
