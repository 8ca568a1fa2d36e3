import { randomBytes, randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { AccessKey, NewAccessKey } from '../../domain/keys/access-key';
import type { Role } from '../../domain/keys/role';
import type { AuditFacts, Author } from '../../domain/keys/audit-entry';
import type { SecretCodec } from '../secrets/secret-codec';
import { recordAudit } from './audit-log';

export interface AccessKeyRow {
  api_key: string;
  environment_id: string;
  name: string;
  secret_hash: string;
  secret_encrypted: string;
  enabled: boolean | number;
  dedicated_for: 'webhooks' | null;
  root: boolean | number;
  role: Role;
  created_at: string;
  updated_at: string;
}

/** Hashes and encrypts the secret. */
export function accessKeyToRow(secrets: SecretCodec, key: AccessKey): AccessKeyRow {
  return {
    api_key: key.apiKey,
    environment_id: key.environmentId,
    name: key.name,
    secret_hash: secrets.hash(key.apiSecret),
    secret_encrypted: secrets.encrypt(key.apiSecret, secretPlace(key.apiKey)),
    enabled: key.enabled,
    dedicated_for: key.dedicatedForWebhooks ? 'webhooks' : null,
    root: key.root,
    role: key.role,
    created_at: key.createdAt,
    updated_at: key.updatedAt,
  };
}

export function accessKeyFromRow(secrets: SecretCodec, row: AccessKeyRow): AccessKey {
  return {
    apiKey: row.api_key,
    environmentId: row.environment_id,
    apiSecret: secrets.decrypt(row.secret_encrypted, secretPlace(row.api_key)),
    name: row.name,
    enabled: Boolean(row.enabled),
    dedicatedForWebhooks: row.dedicated_for === 'webhooks',
    role: row.role,
    root: Boolean(row.root),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function secretPlace(apiKey: string) {
  return { table: 'access_keys', row: apiKey, column: 'secret_encrypted' };
}

/** What the audit log says of a key: never its secret, of which the row has only the ciphertext. */
export function accessKeyFacts(row: AccessKeyRow): AuditFacts {
  return {
    name: row.name,
    enabled: Boolean(row.enabled),
    role: row.role,
    dedicated_for: row.dedicated_for,
    root: Boolean(row.root),
  };
}

/** A key with a new number and secret, and its row. */
export function newAccessKey(
  secrets: SecretCodec,
  { name, ...given }: NewAccessKey & { readonly root: boolean },
): { readonly key: AccessKey; readonly row: AccessKeyRow } {
  const apiKey = newApiKey();
  const key: AccessKey = {
    ...given,
    apiKey,
    apiSecret: newApiSecret(),
    name: name ?? `key-${apiKey}`,
    dedicatedForWebhooks: false,
    updatedAt: given.createdAt,
  };
  return { key, row: accessKeyToRow(secrets, key) };
}

const DIGITS = 15;
const SECRET_BYTES = 32;

/** A new key's number: 15 digits, the first not 0. */
export function newApiKey(): string {
  return Array.from({ length: DIGITS }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('');
}

/** 256 random bits, base64url. */
export function newApiSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Changes an access key, which the audit log records. @returns the row as it is now. */
export async function changeAccessKey(
  trx: Knex.Transaction,
  row: AccessKeyRow,
  { columns, by }: { readonly columns: Partial<AccessKeyRow>; readonly by: Author },
): Promise<AccessKeyRow> {
  const { api_key: subjectId, environment_id: environmentId } = row;
  const changed = { ...row, ...columns };
  await trx<AccessKeyRow>('access_keys').where({ api_key: subjectId }).update(columns);
  const facts = { before: accessKeyFacts(row), after: accessKeyFacts(changed) };
  await recordAudit(trx, { action: 'access_key.update', environmentId, subjectId, ...facts, by });
  return changed;
}

/** Takes the dedication from another key that has it: a change of that key, too. */
export async function takeDedication(
  trx: Knex.Transaction,
  { environment_id, api_key }: Pick<AccessKeyRow, 'environment_id' | 'api_key'>,
  { updatedAt, by }: { readonly updatedAt: string; readonly by: Author },
): Promise<void> {
  const other = await trx<AccessKeyRow>('access_keys')
    .where({ environment_id, dedicated_for: 'webhooks' })
    .whereNot({ api_key })
    .first();
  if (other)
    await changeAccessKey(trx, other, { columns: { dedicated_for: null, updated_at: updatedAt }, by });
}

/** Keeps which key was deleted while it was dedicated to webhooks; `null` forgets it. */
export async function noteDeletedDedicated(
  trx: Knex.Transaction,
  environmentId: string,
  apiKey: string | null,
): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).update({ deleted_dedicated_key: apiKey });
}
