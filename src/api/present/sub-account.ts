import type { AccessKey } from '../../domain/keys/access-key';
import { toSecondsUtc } from '../../domain/iso-time';
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
