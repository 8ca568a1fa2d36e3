import type { CommandContext } from '../cli';
import { commandLineAuthor } from './command-line-author';
import { withStores } from './open-stores';
import { UsageError } from './usage-error';

/** Gives the installation's account a new provisioning key; the one before ends. */
export async function runAccount({ config, args, print }: CommandContext): Promise<void> {
  if (args.join(' ') !== 'key') throw new UsageError(`account ${args.join(' ')}: expected "key"`);
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
}
