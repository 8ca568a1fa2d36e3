import type { AccessKey, NewAccessKey } from '../../domain/keys/access-key';
import type { AuditFacts } from '../../domain/keys/audit-entry';
import type { Role } from '../../domain/keys/role';
import type { SecretCodec } from '../secrets/secret-codec';
import { randomBytes, randomInt } from 'node:crypto';

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

export function secretPlace(apiKey: string) {
  return { table: 'access_keys', row: apiKey, column: 'secret_encrypted' };
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
