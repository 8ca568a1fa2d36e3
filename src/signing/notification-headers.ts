import type { SigningMaterial } from '../domain/keys/signing-key';
import type { AuthScheme } from '../domain/triggers/trigger';
import { signatureHeaders } from './signature-headers';

interface SentNotification {
  /** Of the delivery. */
  readonly id: string;
  readonly authScheme: AuthScheme;
  readonly body: string;
  /** Unix time in seconds. */
  readonly timestampSeconds: number;
  /** 1-based: the `Webhook-Attempt` header. */
  readonly attemptInRun: number;
  /** Names this software and its version. */
  readonly userAgent: string;
}

/**
 * The headers of a notification, in the order in which they are sent. Source: docs/decisions.md D17; docs/contract.md §6.
 *
 * @returns `undefined` when a key that the scheme needs is missing.
 */
export function notificationHeaders(
  { id, attemptInRun, userAgent, ...signed }: SentNotification,
  material: SigningMaterial,
): Record<string, string> | undefined {
  const signatures = signatureHeaders(signed, material);
  if (!signatures) return undefined;
  return {
    'Content-Type': 'application/json',
    Accept: '*/*',
    'User-Agent': userAgent,
    ...signatures,
    'Webhook-Id': id,
    'Webhook-Attempt': String(attemptInRun),
  };
}
