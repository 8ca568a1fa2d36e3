import type { CommandContext } from '../cli';
import { withStores } from './open-stores';
import { UsageError } from './usage-error';

/** Makes a product environment with its first access key, or lists the environments. */
export async function runEnvironment({ config, args, print }: CommandContext): Promise<void> {
  const [action, cloudName] = args;
  if (action === 'list') {
    const environments = await withStores(config, ({ stores }) => stores.environments.list());
    for (const environment of environments) print(`${environment.cloudName}\t${environment.id}`);
    return;
  }
  if (action !== 'create' || cloudName === undefined) {
    throw new UsageError(`environment ${args.join(' ')}: expected "create <cloud_name>" or "list"`);
  }
  const made = await withStores(config, ({ stores }) => stores.environments.create({ cloudName }));
  print(
    JSON.stringify({
      cloud_name: made.cloudName,
      product_environment_id: made.environmentId,
      api_key: made.apiKey,
      api_secret: made.apiSecret,
    }),
  );
}
