import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import { recordAudit } from './audit-log';
import { lockEnvironment } from './environment-row';
import { readerOf } from '../database/reads';
import type { SecretCodec } from '../secrets/secret-codec';

export interface SigningKeyRow {
  kid: string;
  environment_id: string;
  public_key: string;
  private_key_encrypted: string;
  active: boolean | number;
  created_at: string;
}

/** How many pairs stay published beside the new one. */
const KEPT_PUBLISHED = { 'signing_key.rotate': 1, 'signing_key.revoke': 0 } as const;

interface Revocation {
  /** Of the new pair. */
  readonly kid: string;
  /** Newest first. */
  readonly revokedKids: readonly string[];
}

export function createSigningKeyStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  const newestFirst = [
    { column: 'created_at', order: 'desc' },
    { column: 'kid', order: 'desc' },
  ] as const;

  return {
    /** Active public keys, newest first. `undefined` for an unknown cloud name. */
    async listPublic(
      cloudName: string,
    ): Promise<readonly { readonly kid: string; readonly x: string }[] | undefined> {
      const environment = await reader('product_environments')
        .where({ cloud_name: cloudName })
        .first<{ id: string } | undefined>('id');
      if (!environment) return undefined;
      const rows = await reader<SigningKeyRow>('signing_keys')
        .where({ environment_id: environment.id, active: true })
        .orderBy([...newestFirst])
        .select('kid', 'public_key');
      return rows.map(({ kid, public_key }) => ({ kid, x: public_key }));
    },

    /**
     * Makes a new pair, which signs from now on. The one before stays published, so that what it
     * signed still verifies; older ones are retired. Source: docs/decisions.md D15.
     *
     * @param at ISO text, UTC.
     * @returns the new pair's id.
     */
    async rotate(environmentId: string, at: string, by: Author): Promise<string> {
      const { kid } = await replace({ environmentId, at, by }, 'signing_key.rotate');
      return kid;
    },

    /**
     * Makes a new pair, which signs from now on; those before are neither published any longer nor sign again. For a
     * private key that somebody else may have.
     *
     * @param at ISO text, UTC.
     */
    async revoke(environmentId: string, at: string, by: Author): Promise<Revocation> {
      const { kid, retiredKids } = await replace({ environmentId, at, by }, 'signing_key.revoke');
      return { kid, revokedKids: retiredKids };
    },
  };

  /** Makes the newest pair, and retires those before that its kind of change does not keep published. */
  async function replace(
    { environmentId, at, by }: { readonly environmentId: string; readonly at: string; readonly by: Author },
    action: keyof typeof KEPT_PUBLISHED,
  ): Promise<{ readonly kid: string; readonly retiredKids: readonly string[] }> {
    return db.transaction(async (trx) => {
      await lockEnvironment(trx, environmentId);
      const active = await trx<SigningKeyRow>('signing_keys')
        .where({ environment_id: environmentId, active: true })
        .orderBy([...newestFirst])
        .select('kid', 'created_at');
      const made = newSigningKey(secrets, environmentId, after(active[0]?.created_at, at));
      await trx<SigningKeyRow>('signing_keys').insert(made);
      const kids = active.map(({ kid }) => kid);
      const retiredKids = kids.slice(KEPT_PUBLISHED[action]);
      await trx<SigningKeyRow>('signing_keys').whereIn('kid', retiredKids).update({ active: false });
      await recordAudit(trx, {
        action,
        environmentId,
        subjectId: made.kid,
        before: { active_kids: kids },
        after: { active_kids: [made.kid, ...kids.slice(0, KEPT_PUBLISHED[action])] },
        by,
      });
      return { kid: made.kid, retiredKids };
    });
  }
}

/** The newest pair signs: whatever the clock says, a new one is newer than all others. */
function after(newest: string | undefined, at: string): string {
  return newest === undefined || at > newest ? at : new Date(Date.parse(newest) + 1).toISOString();
}

export function privateKeyPlace(kid: string) {
  return { table: 'signing_keys', row: kid, column: 'private_key_encrypted' };
}

/** A row for a new Ed25519 pair. */
export function newSigningKey(secrets: SecretCodec, environmentId: string, at: string): SigningKeyRow {
  const kid = randomBytes(8).toString('hex');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return {
    kid,
    environment_id: environmentId,
    public_key: publicKey.export({ format: 'jwk' }).x ?? '',
    private_key_encrypted: secrets.encrypt(privateKeyPem, privateKeyPlace(kid)),
    active: true,
    created_at: at,
  };
}
