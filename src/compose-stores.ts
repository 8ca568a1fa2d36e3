import type { Knex } from 'knex';
import { createAccessKeyAdministration } from './store/access-key-administration';
import { createAccessKeyStore } from './store/access-key-store';
import { createAccountStore } from './store/account-store';
import { createAuditLog } from './store/audit-log';
import { createBelievedUnderWay } from './store/believed-under-way';
import { createDeliveryStore } from './store/delivery-store';
import { createEnvironmentStore } from './store/environment-store';
import { createEventStore } from './store/event-store';
import type { Author } from './domain/author';
import type { MasterKeys } from './store/master-keys';
import { createOperationOutbox } from './store/operation-outbox';
import { createOperationStore } from './store/operation-store';
import { rotateSecrets } from './store/rotate-secrets';
import { createSecretCodec } from './store/secret-codec';
import { createSigningKeyStore } from './store/signing-key-store';
import { createSigningStore } from './store/signing-store';
import { createTriggerStore } from './store/trigger-store';

export type Stores = ReturnType<typeof composeStores>;

/** The stores over one database, and the keys that protect its secrets. */
export function composeStores(db: Knex, masterKeys: MasterKeys) {
  const secrets = createSecretCodec(masterKeys);
  return {
    accounts: createAccountStore(db, secrets),
    environments: createEnvironmentStore(db, secrets),
    accessKeys: createAccessKeyStore(db, secrets),
    accessKeyAdministration: createAccessKeyAdministration(db, secrets),
    signingKeys: createSigningKeyStore(db, secrets),
    signing: createSigningStore(db, secrets),
    triggers: createTriggerStore(db),
    events: createEventStore(db),
    deliveries: createDeliveryStore(db),
    believedUnderWay: createBelievedUnderWay(db),
    operations: createOperationStore(db),
    operationOutbox: createOperationOutbox(db),
    auditLog: createAuditLog(db),
    rotateSecrets: (by: Author) => rotateSecrets({ db, secrets, by }),
  };
}
