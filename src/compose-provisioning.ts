import type { Provisioning } from './api/provisioning-dependencies';
import type { Stores } from './compose-stores';

/** What the provisioning API stands on. */
export function composeProvisioning({
  accounts,
  environments,
  accessKeyAdministration,
}: Stores): Provisioning {
  return {
    accounts,
    subAccounts: {
      list: environments.listOf,
      find: environments.findOf,
      create: environments.create,
      update: environments.update,
    },
    accessKeys: accessKeyAdministration,
  };
}
