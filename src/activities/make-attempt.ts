import type { Attempt, AttemptOutcome } from '../domain/attempt';
import type { Delivery } from '../domain/delivery';
import { signatureHeaders } from '../signing/signature-headers';
import type { ActivityDependencies } from './dependencies';

export interface AttemptRequest {
  readonly delivery: Delivery;
  /** `undefined` when no access key is enabled. */
  readonly apiSecret: string | undefined;
  readonly attemptNumber: number;
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
}

type Dependencies = Pick<ActivityDependencies, 'keys' | 'sender' | 'now' | 'userAgent'>;

/** Signs and POSTs a delivery's body once. The timestamp and the signatures are fresh for each attempt. */
export async function makeAttempt(
  { keys, sender, now, userAgent }: Dependencies,
  { delivery, apiSecret, attemptNumber, attemptInRun, timeoutSeconds }: AttemptRequest,
): Promise<Attempt> {
  const { authScheme, body, environmentId, uri } = delivery;
  const [algorithm, ed25519] = await Promise.all([
    keys.signatureAlgorithm(environmentId),
    authScheme === 'legacy_hmac' ? undefined : keys.activeEd25519(environmentId),
  ]);
  const startedAt = now();
  const signatures = signatureHeaders(
    { authScheme, body, timestampSeconds: Math.floor(startedAt.getTime() / 1000) },
    { apiSecret, algorithm, ed25519PrivateKeyPem: ed25519?.privateKeyPem },
  );
  const made = { deliveryId: delivery.id, attemptNumber, startedAt: startedAt.toISOString() };
  if (!signatures) return { ...made, requestHeaders: {}, outcome: NOT_SIGNED };

  // Source of the header set: decisions.md D17; cloudinary.md section 6.
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
  });
  return { ...made, requestHeaders, outcome };
}

const NOT_SIGNED: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'signing_key_disabled',
  errorMessage: 'no enabled key can sign this notification: enable an access key of the product environment',
  durationMs: 0,
};
