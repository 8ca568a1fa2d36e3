import { randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { ProvisioningKey } from '../../domain/keys/access-key';
import type { Author } from '../../domain/keys/audit-entry';
import { recordAudit } from './audit-log';
import { newApiKey, newApiSecret } from './access-key-row';
import { readerOf } from '../database/reads';
import type { SecretCodec } from '../secrets/secret-codec';
import { timeOfDatabase } from '../database/database-clock';

export interface AccountRow {
  id: string;
  name: string;
  provisioning_api_key: string | null;
  secret_hash: string | null;
  secret_encrypted: string | null;
  created_at: string;
}

/** An installation has one account; the unique name makes several processes agree on it. */
const INSTALLATION = 'installation';

export function createAccountStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  /** Compared when there is no key to compare with, so that both take the same time. */
  const nobody = secrets.hash(randomBytes(32).toString('hex'));

  return {
    /** Whether this is the account's provisioning key with its secret; anything else is refused alike. */
    async authenticate(accountId: string, apiKey: string, apiSecret: string): Promise<boolean> {
      const row = await reader<AccountRow>('accounts')
        .where({ id: accountId, provisioning_api_key: apiKey })
        .first('secret_hash');
      return secrets.matches(apiSecret, row?.secret_hash ?? nobody) && row !== undefined;
    },

    /** Gives the installation's account, which is made if need be, a new provisioning key. The one before ends. */
    async issueProvisioningKey(by: Author): Promise<ProvisioningKey> {
      const provisioningApiKey = newApiKey();
      const provisioningApiSecret = newApiSecret();
      const accountId = await db.transaction(async (trx) => {
        const id = await ensureAccount(trx);
        const one = () => trx<AccountRow>('accounts').where({ id });
        const { provisioning_api_key } = await one().first().then(found);
        await one().update({
          provisioning_api_key: provisioningApiKey,
          secret_hash: secrets.hash(provisioningApiSecret),
          secret_encrypted: secrets.encrypt(provisioningApiSecret, provisioningSecretPlace(id)),
        });
        await recordAudit(trx, {
          action: 'provisioning_key.issue',
          accountId: id,
          subjectId: provisioningApiKey,
          before: { provisioning_api_key },
          after: { provisioning_api_key: provisioningApiKey },
          by,
        });
        return id;
      });
      return { accountId, provisioningApiKey, provisioningApiSecret };
    },
  };
}

/** The id of the installation's account, which is made if need be. */
export async function ensureAccount(trx: Knex.Transaction): Promise<string> {
  const made = { id: randomUUID(), name: INSTALLATION, created_at: timeOfDatabase(trx) };
  await trx('accounts').insert(made).onConflict('name').ignore();
  const { id } = await trx<AccountRow>('accounts').where({ name: INSTALLATION }).first('id').then(found);
  return id;
}

export function provisioningSecretPlace(accountId: string) {
  return { table: 'accounts', row: accountId, column: 'secret_encrypted' };
}

function found<Row>(row: Row | undefined): Row {
  if (!row) throw new Error('the account of the installation does not exist');
  return row;
}
