import type { AccessKey } from '../../domain/keys/access-key';
import { toSecondsUtc } from '../../domain/iso-time';

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
    ...(key.dedicatedForWebhooks && { dedicated_for: ['webhooks'] }),
    root: key.root,
    ...(key.role !== 'admin' && { role: key.role }),
  };
}
