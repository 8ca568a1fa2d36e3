import { toSecondsUtc } from '../../domain/iso-time';
import type { AccessKey } from '../../domain/keys/access-key';
import type { ProductEnvironment } from '../../domain/keys/product-environment';

/** A product environment as the provisioning API shows it; `signature_algorithm` is our addition. Source: the official clients. */
export function presentSubAccount(environment: ProductEnvironment, keys: readonly AccessKey[]) {
  return {
    id: environment.id,
    name: environment.name,
    cloud_name: environment.cloudName,
    enabled: environment.enabled,
    api_access_keys: keys
      .filter(({ environmentId }) => environmentId === environment.id)
      .map(({ apiKey, apiSecret, enabled }) => ({ key: apiKey, secret: apiSecret, enabled })),
    custom_attributes: environment.customAttributes,
    signature_algorithm: environment.signatureAlgorithm,
    created_at: toSecondsUtc(environment.createdAt),
    updated_at: toSecondsUtc(environment.updatedAt),
  };
}

/**
 * An access key as its owner sees it: keys and their order as in docs/contract.md §10. Last our own, unless it is what
 * it is by default: the official client's tests allow no other keys than theirs.
 */
export function presentAccessKey(key: AccessKey) {
  return {
    name: key.name,
    api_key: key.apiKey,
    api_secret: key.apiSecret,
    created_at: toSecondsUtc(key.createdAt),
    updated_at: toSecondsUtc(key.updatedAt),
    enabled: key.enabled,
    ...(key.dedicatedForWebhooks && { dedicated_for: ['webhooks'] as const }),
    root: key.root,
    ...(key.role !== 'admin' && { role: key.role }),
  };
}
