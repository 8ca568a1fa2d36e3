import { base64Of, concat, utf8 } from '../bytes.ts';
import { legacySignature, type DigestAlgorithm } from '../legacy-signature.ts';
import type { NotificationType } from '../notifications.ts';
import { sampleNotification } from './sample-notification.ts';
import type { TestKeyPair } from './test-key-set.ts';

export interface ToSign {
  /** Whose sample to send; `upload` by default. */
  readonly type?: NotificationType | undefined;
  /** Sent instead of a sample: a value to serialise, or the body's text. */
  readonly payload?: unknown;
  /** Adds `X-Cld-Signature`. */
  readonly secret?: string | undefined;
  /** Of the digest; `sha1` by default. */
  readonly algorithm?: DigestAlgorithm | undefined;
  /** Adds `X-Cld-Signature_v2`. */
  readonly keyPair?: TestKeyPair | undefined;
  /** When it is sent; now by default. */
  readonly at?: Date | undefined;
  /** Counted from 1. */
  readonly attempt?: number | undefined;
  /** Of the delivery; a new one by default. */
  readonly id?: string | undefined;
}

export interface SignedNotification {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** Makes a request as the service sends it. */
export async function signNotification({
  type = 'upload',
  payload = sampleNotification(type),
  secret,
  algorithm = 'sha1',
  keyPair,
  at = new Date(),
  attempt = 1,
  id = crypto.randomUUID(),
}: ToSign): Promise<SignedNotification> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'X-Cld-Timestamp': timestamp,
    'Webhook-Id': id,
    'Webhook-Attempt': String(attempt),
  };
  if (secret !== undefined) {
    headers['X-Cld-Signature'] = await legacySignature({ body: utf8(body), timestamp, secret }, algorithm);
  }
  if (keyPair !== undefined) {
    headers['X-Cld-Signature_v2'] = base64Of(await keyPair.sign(concat(utf8(body), utf8(timestamp))));
  }
  return { body, headers };
}

/** POSTs a signed notification to a receiver that listens, and returns its answer. */
export async function post(url: string | URL, toSign: ToSign): Promise<Response> {
  return fetch(url, { method: 'POST', ...(await signNotification(toSign)) });
}
