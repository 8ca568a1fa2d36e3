import type { AuditFacts } from '../../domain/keys/audit-entry';
import type { EnvironmentChanges, ProductEnvironment } from '../../domain/keys/product-environment';

export interface EnvironmentRow {
  id: string;
  account_id: string;
  cloud_name: string;
  name: string;
  enabled: boolean | number;
  signature_algorithm: ProductEnvironment['signatureAlgorithm'];
  custom_attributes: string;
  created_at: string;
  updated_at: string;
}

export function environmentToRow(environment: ProductEnvironment): EnvironmentRow {
  return {
    id: environment.id,
    account_id: environment.accountId,
    cloud_name: environment.cloudName,
    name: environment.name,
    enabled: environment.enabled,
    signature_algorithm: environment.signatureAlgorithm,
    custom_attributes: JSON.stringify(environment.customAttributes),
    created_at: environment.createdAt,
    updated_at: environment.updatedAt,
  };
}

export function environmentFromRow(row: EnvironmentRow): ProductEnvironment {
  return {
    id: row.id,
    accountId: row.account_id,
    cloudName: row.cloud_name,
    name: row.name,
    enabled: Boolean(row.enabled),
    signatureAlgorithm: row.signature_algorithm,
    customAttributes: JSON.parse(row.custom_attributes) as ProductEnvironment['customAttributes'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What the audit log says of a product environment. */
export function environmentFacts(environment: Omit<ProductEnvironment, 'accountId'>): AuditFacts {
  return {
    cloud_name: environment.cloudName,
    name: environment.name,
    enabled: environment.enabled,
    signature_algorithm: environment.signatureAlgorithm,
    custom_attributes: environment.customAttributes,
  };
}

/** Columns of the fields that are given. */
export function changedColumns(changes: EnvironmentChanges): Partial<EnvironmentRow> {
  const { name, enabled, signatureAlgorithm, customAttributes, updatedAt } = changes;
  return {
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
    ...(signatureAlgorithm !== undefined && { signature_algorithm: signatureAlgorithm }),
    ...(customAttributes !== undefined && { custom_attributes: JSON.stringify(customAttributes) }),
    updated_at: updatedAt,
  };
}
