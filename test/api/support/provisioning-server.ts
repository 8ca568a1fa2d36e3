import type { AddressInfo } from 'node:net';
import { createApp } from '../../../src/api/app';
import { createHttpServer } from '../../../src/api/server/http-server';
import { composeStores } from '../../../src/app/stores';
import { BY } from '../../support/builders/by';
import type { OpenDatabase } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { World } from './fakes';
import { provisioningOf } from './provisioning-of';

/** The provisioning API over a socket, on the real stores, and the keys of its account. */
export async function startProvisioningServer({ db }: OpenDatabase) {
  const stores = composeStores(db, someMasterKeys());
  const issued = await stores.accounts.issueProvisioningKey(BY);
  const deps = {
    // Without a limit: the client would put what is left of it into every answer.
    ...new World({ apiRequestsPerSecond: 0 }).dependencies(),
    provisioning: provisioningOf(stores),
    webhookKeys: stores.signingKeys,
    environments: stores.accessKeys,
    now: () => new Date(),
  };
  const server = createHttpServer(createApp(deps), deps);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...issued,
    stores,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
