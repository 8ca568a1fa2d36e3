import type { ProductEnvironment } from '../../../src/domain/keys/product-environment';
import { ACCOUNT_ID } from './an-account';

/** The product environment that rows and requests belong to, and one that they must never see. */
export const ENVIRONMENT = { id: 'env1', cloudName: 'acme-media' } as const;
export const OTHER_ENVIRONMENT = { id: 'env2', cloudName: 'globex' } as const;

/** An enabled product environment of {@link ACCOUNT_ID}. */
export function anEnvironment(changes: Partial<ProductEnvironment> = {}): ProductEnvironment {
  return {
    id: ENVIRONMENT.id,
    accountId: ACCOUNT_ID,
    cloudName: ENVIRONMENT.cloudName,
    name: 'Acme Media',
    enabled: true,
    signatureAlgorithm: 'sha1',
    customAttributes: {},
    createdAt: '2026-03-01T08:00:00.123Z',
    updatedAt: '2026-03-02T08:00:00.123Z',
    ...changes,
  };
}
