import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { withStores } from '../app/stores';
import { replaceProvisioningKey } from '../local/demo/demo-environment';
import type { Form } from './parse-command-line';

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
