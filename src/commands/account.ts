import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { withStores } from '../app/stores';
import { replaceProvisioningKey } from '../local/demo/demo-environment';
import { parseRole } from './keys';
import type { Form, Typed } from './parse-command-line';

export const ACCOUNT: readonly Form[] = [
  {
    words: ['key'],
    help: 'a new provisioning key of the account, printed once, as JSON; the one before ends',
    run: issueProvisioningKey,
  },
];

/** The key before ends in the file of the demo's credentials too. */
async function issueProvisioningKey({ config, print }: CommandContext): Promise<void> {
  const issued = await withStores(config, ({ stores }) =>
    stores.accounts.issueProvisioningKey(commandLineAuthor()),
  );
  print(
    JSON.stringify({
      account_id: issued.accountId,
      provisioning_api_key: issued.provisioningApiKey,
      provisioning_api_secret: issued.provisioningApiSecret,
    }),
  );
  // After it was printed: whatever becomes of the file, the key is not lost.
  replaceProvisioningKey(config.DATA_DIR, issued);
}

export const ENVIRONMENT: readonly Form[] = [
  {
    words: ['create', '<cloud_name>', '[<role>]'],
    help: 'a product environment; its first access key is printed once, as JSON',
    run: createEnvironment,
  },
  { words: ['list'], help: 'the product environments: cloud name and id', run: listEnvironments },
];

async function createEnvironment({ config, print }: CommandContext, { words }: Typed): Promise<void> {
  const [, cloudName = '', roleName] = words;
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

async function listEnvironments({ config, print }: CommandContext): Promise<void> {
  const environments = await withStores(config, ({ stores }) => stores.environments.list());
  for (const environment of environments) print(`${environment.cloudName}\t${environment.id}`);
}
