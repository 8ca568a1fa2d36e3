import type { ApiDependencies } from '../api/app';
import type { Stores } from './stores';
import type { Logger } from '../logger';

interface Dependencies {
  /** Has Temporal delete the workflows of a product environment that is gone. */
  readonly forgetWorkflows: (cloudName: string) => Promise<void>;
  readonly logger: Logger;
}

/** What the provisioning API stands on. */
export function composeProvisioning(
  { accounts, environments, accessKeyAdministration }: Stores,
  { forgetWorkflows, logger }: Dependencies,
): ApiDependencies['provisioning'] {
  /** A workflow that is left over finds no row when it goes on, and fails at once. */
  async function forget(cloudName: string): Promise<void> {
    try {
      await forgetWorkflows(cloudName);
    } catch (error) {
      const message = 'the workflows of a deleted product environment stay in Temporal';
      logger.warn(message, { cloud_name: cloudName, reason: (error as Error).message });
    }
  }

  return {
    accounts,
    subAccounts: {
      list: environments.listOf,
      find: environments.findOf,
      create: environments.create,
      update: environments.update,
      async delete(accountId, environmentId, terms) {
        const gone = await environments.delete({ accountId, environmentId, ...terms });
        if (gone) await forget(gone.cloudName);
        return gone !== undefined;
      },
    },
    accessKeys: accessKeyAdministration,
  };
}
