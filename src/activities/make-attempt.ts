import type { Attempt, AttemptOutcome } from '../domain/attempt';
import type { Delivery } from '../domain/delivery';
import { signatureHeaders } from '../signing/signature-headers';
import type { SigningMaterial } from '../signing/signature-headers';
import type { ActivityDependencies } from './dependencies';

export interface AttemptRequest {
  readonly delivery: Delivery;
  readonly material: SigningMaterial;
  readonly attemptNumber: number;
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
}

type Dependencies = Pick<ActivityDependencies, 'sender' | 'now' | 'userAgent'>;

/** Signs and POSTs a delivery's body once. The timestamp and the signatures are fresh for each attempt. */
export async function makeAttempt(
  { sender, now, userAgent }: Dependencies,
  { delivery, material, attemptNumber, attemptInRun, timeoutSeconds }: AttemptRequest,
): Promise<Attempt> {
  const { authScheme, body, uri, successStatuses } = delivery;
  const startedAt = now();
  const signatures = signatureHeaders(
    { authScheme, body, timestampSeconds: Math.floor(startedAt.getTime() / 1000) },
    material,
  );
  const made = { deliveryId: delivery.id, attemptNumber, startedAt: startedAt.toISOString() };
  if (!signatures) return { ...made, requestHeaders: {}, outcome: NOT_SIGNED };

  // Source of the header set: docs/decisions.md D17; docs/contract.md §6.
  const requestHeaders = {
    'Content-Type': 'application/json',
    Accept: '*/*',
    'User-Agent': userAgent,
    ...signatures,
    'Webhook-Id': delivery.id,
    'Webhook-Attempt': String(attemptInRun),
  };
  const outcome = await sender.post({
    url: uri,
    body,
    headers: requestHeaders,
    timeoutMs: timeoutSeconds * 1000,
    successStatuses,
  });
  return { ...made, requestHeaders, outcome };
}

const NOT_SIGNED: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'signing_key_disabled',
  errorMessage: 'no enabled key can sign this notification: enable an access key of the product environment',
  durationMs: 0,
};
