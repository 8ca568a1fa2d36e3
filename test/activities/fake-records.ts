import type { DeliveryAttempts } from '../../src/activities/attempt-delivery';
import type { CancellationDependencies } from '../../src/activities';
import type { SigningKeys } from '../../src/activities/with-current-signing-key';
import type { Attempt, StateAfterAttempt } from '../../src/domain/deliveries/attempt';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import type { SigningCandidate, SigningMaterial } from '../../src/domain/keys/signing-key';

export interface FakeRecords {
  readonly records: DeliveryAttempts & CancellationDependencies['deliveries'];
  readonly recorded: { readonly attempt: Attempt; readonly after: StateAfterAttempt }[];
  readonly calls: string[];
}

/** Records of one delivery, in memory. */
export function fakeRecords(delivery: Delivery): FakeRecords {
  const recorded: FakeRecords['recorded'] = [];
  const calls: string[] = [];
  return {
    recorded,
    calls,
    records: {
      find: async (id) =>
        id === delivery.id
          ? { ...delivery, attemptCount: delivery.attemptCount + recorded.length }
          : undefined,
      findAttempt: async (_id, attemptNumber) =>
        recorded.find(({ attempt }) => attempt.attemptNumber === attemptNumber)?.attempt,
      recordAttempt: async (attempt, after) => {
        recorded.push({ attempt, after });
        return after.status;
      },
      markPending: async (id) => void calls.push(`pending ${id}`),
      markWaiting: async (id, { waitingFor, at }) => void calls.push(`waiting ${id} ${waitingFor} ${at}`),
      markCancelled: async (id) => calls.push(`cancelled ${id}`) > 0,
    },
  };
}

/** Access keys by their number, oldest first; `disabled` ones have no secret to give. */
export function fakeKeys(
  keys: readonly { readonly apiKey: string; readonly disabled?: boolean }[],
  ed25519PrivateKeyPem: string | undefined,
): SigningKeys {
  const candidates = keys.map(({ apiKey, disabled }, index): SigningCandidate => {
    return {
      apiKey,
      enabled: !disabled,
      dedicatedForWebhooks: false,
      createdAt: `2026-01-0${index + 1}T00:00:00.000Z`,
    };
  });
  const isEnabled = (apiKey: string | undefined) =>
    candidates.some((key) => key.apiKey === apiKey && key.enabled);
  const materialOf = (apiKey: string | undefined): SigningMaterial => ({
    apiSecret: isEnabled(apiKey) ? `secret of ${apiKey}` : undefined,
    algorithm: 'sha1',
    ed25519PrivateKeyPem,
  });
  return {
    findSigners: async () => ({ candidates, materialOf, triggersVersion: 0 }),
  };
}
