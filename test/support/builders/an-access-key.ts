import type { AccessKey } from '../../../src/domain/keys/access-key';

export const API_KEY = '738291046655821';
export const API_SECRET = 'sécret:with:colons';

/** An administrator's key, neither dedicated to webhooks nor the root one. */
export function anAccessKey(changes: Partial<AccessKey> = {}): AccessKey {
  return {
    apiKey: API_KEY,
    environmentId: 'env1',
    apiSecret: API_SECRET,
    name: 'hooks-signer',
    enabled: true,
    dedicatedForWebhooks: false,
    role: 'admin',
    root: false,
    createdAt: '2026-03-01T08:00:00.123Z',
    updatedAt: '2026-03-14T09:00:00.123Z',
    ...changes,
  };
}
