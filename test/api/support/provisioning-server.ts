import { composeStores } from '../../../src/app/stores';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import type { OpenDatabase } from '../../support/databases/databases';
import { realStores } from '../../support/services/real-stores';
import { TestApi } from '../../support/services/test-api';

/** The provisioning API over a socket, on the real stores, and the keys of its account. */
export async function startProvisioningServer({ db }: OpenDatabase) {
  const stores = composeStores(db, someMasterKeys());
  const issued = await stores.accounts.issueProvisioningKey(BY);
  const api = new TestApi();
  // Without a limit: the client would put what is left of it into every answer.
  await api.start({ apiRequestsPerSecond: 0 }, realStores(stores));
  return { ...issued, stores, url: api.url, stop: () => api.stop() };
}
