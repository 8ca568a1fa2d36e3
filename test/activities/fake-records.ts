import type { StateAfterAttempt } from '../../src/domain/deliveries/state-after-attempt';
import type { DeliveryAttempts } from '../../src/activities/attempt-delivery';
import type { CancellationDependencies } from '../../src/activities/record-cancellation';
import type { ResolutionDependencies } from '../../src/activities/resolve-destinations';
import type { SigningKeys } from '../../src/activities/with-current-signing-key';
import type { Attempt } from '../../src/domain/deliveries/attempt';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import type { SigningMaterial } from '../../src/domain/keys/signing-material';
import type { SigningCandidate } from '../../src/domain/keys/signing-key';

/** A pending delivery of an upload, with the default body. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1'.padEnd(32, '0'),
    environmentId: 'env1',
    eventId: 'evt1',
    eventType: 'upload',
    uri: 'http://127.0.0.1:1/',
    authScheme: 'default',
    successStatuses: '200',
    triggerIds: ['trg1'],
    signatureKey: '111111111111111',
    body: '{"notification_type":"upload","public_id":"Kästchen","signature_key":"111111111111111"}',
    bodyKind: 'default',
    payloadTemplate: undefined,
    templateFallback: undefined,
    status: 'pending',
    attemptCount: 0,
    firstAttemptNumber: 1,
    nextAttemptAt: undefined,
    waitingFor: undefined,
    waitingSince: undefined,
    lastErrorCode: undefined,
    note: undefined,
    hasOwnWorkflow: true,
    createdAt: '2026-03-14T09:26:53.600Z',
    updatedAt: '2026-03-14T09:26:53.600Z',
    ...changes,
  };
}

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
  ed25519PrivateKeyPem: string,
): SigningKeys & ResolutionDependencies['keys'] {
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
    findSigners: async () => ({ candidates, materialOf }),
    listCandidates: async () => candidates,
    findMaterial: async (_environmentId, apiKey) => materialOf(apiKey),
  };
}
