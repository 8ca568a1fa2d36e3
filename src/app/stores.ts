import type { Knex } from 'knex';
import { createAccessKeyAdministration } from '../store/keys/access-key-administration';
import { createAccessKeyStore } from '../store/keys/access-key-store';
import { createAccountStore } from '../store/keys/account-store';
import { createAuditLog } from '../store/keys/audit-log';
import { createConsoleSessionStore } from '../store/keys/console-session-store';
import { createBelievedUnderWay } from '../store/deliveries/believed-under-way';
import { createDeliveryStore } from '../store/deliveries/delivery-store';
import { createEnvironmentStore } from '../store/keys/environment-store';
import { createEventStore } from '../store/events/event-store';
import type { Author } from '../domain/keys/author';
import type { MasterKeys } from '../store/secrets/master-keys';
import { createOperationOutbox } from '../store/operations/operation-outbox';
import { createOperationStore } from '../store/operations/operation-store';
import { rotateSecrets } from '../store/secrets/rotate-secrets';
import { createSecretCodec } from '../store/secrets/secret-codec';
import { createSigningKeyStore } from '../store/keys/signing-key-store';
import { createSigningStore } from '../store/keys/signing-store';
import { createTriggerStore } from '../store/triggers/trigger-store';

export type Stores = ReturnType<typeof composeStores>;

/** The stores over one database, and the keys that protect its secrets. @param now of the database's clock, for those who share one. */
export function composeStores(db: Knex, masterKeys: MasterKeys, now = () => new Date()) {
  const secrets = createSecretCodec(masterKeys);
  return {
    accounts: createAccountStore(db, secrets),
    environments: createEnvironmentStore(db, secrets, now),
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
    consoleSessions: createConsoleSessionStore(db, now),
    rotateSecrets: (by: Author) => rotateSecrets({ db, secrets, by }),
  };
}
