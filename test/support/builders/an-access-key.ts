import type { AccessKey } from '../../../src/domain/keys/access-key';

/** An administrator's key, neither dedicated to webhooks nor the root one. */
export function anAccessKey(changes: Partial<AccessKey> = {}): AccessKey {
  return {
    apiKey: '738291046655821',
    environmentId: 'env1',
    apiSecret: 'not-a-real-secret',
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
