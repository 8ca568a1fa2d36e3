import { replaceProvisioningKey } from '../local/demo/demo-environment';
import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { withStores } from '../app/stores';

/** Gives the installation's account a new provisioning key; the one before ends, also in the file of the demo's credentials. */
export async function runAccount({ config, print }: CommandContext): Promise<void> {
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
