import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { parseRole } from './parse-role';
import { withStores } from '../app/stores';

/** Makes a product environment with its first access key, or lists the environments. */
export async function runEnvironment({ config, args, print }: CommandContext): Promise<void> {
  const [action, cloudName = '', roleName] = args;
  if (action === 'list') {
    const environments = await withStores(config, ({ stores }) => stores.environments.list());
    for (const environment of environments) print(`${environment.cloudName}\t${environment.id}`);
    return;
  }
  const wanted = { cloudName, role: parseRole(roleName) };
  const made = await withStores(config, ({ stores }) =>
    stores.environments.create(wanted, commandLineAuthor()),
  );
  print(
    JSON.stringify({
      cloud_name: made.cloudName,
      product_environment_id: made.environmentId,
      api_key: made.apiKey,
      api_secret: made.apiSecret,
      role: wanted.role,
    }),
  );
}
