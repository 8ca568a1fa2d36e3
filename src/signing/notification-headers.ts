import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { SigningMaterial } from '../domain/keys/signing-key';
import type { AuthScheme } from '../domain/triggers/trigger';
import { Lru } from '../kit/lru';

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
 * The headers of a notification, in the order in which they are sent. Source: docs/decisions.md D17; docs/contract.md
 * §6.
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

/** Which signatures each scheme sends. */
const SIGNATURES: Readonly<Record<AuthScheme, readonly ('legacy' | 'ed25519')[]>> = {
  default: ['legacy', 'ed25519'],
  legacy_hmac: ['legacy'],
  eddsa_v2: ['ed25519'],
};

/**
 * Signature headers of one attempt, by the trigger's scheme. Source: docs/contract.md §5.3; docs/decisions.md D14 to
 * D16.
 *
 * @returns `undefined` when a key that the scheme needs is missing.
 */
export function signatureHeaders(
  { authScheme, body, timestampSeconds }: { authScheme: AuthScheme; body: string; timestampSeconds: number },
  { apiSecret, algorithm, ed25519PrivateKeyPem }: SigningMaterial,
): Record<string, string> | undefined {
  const timestamp = String(timestampSeconds);
  const headers: Record<string, string> = { 'X-Cld-Timestamp': timestamp };
  const signatures = SIGNATURES[authScheme];
  if (signatures.includes('legacy')) {
    if (apiSecret === undefined) return undefined;
    headers['X-Cld-Signature'] = legacySignature({ body, timestamp, apiSecret }, algorithm);
  }
  if (signatures.includes('ed25519')) {
    if (ed25519PrivateKeyPem === undefined) return undefined;
    headers['X-Cld-Signature_v2'] = ed25519Signature({ body, timestamp }, ed25519PrivateKeyPem);
  }
  return headers;
}

/**
 * Legacy signature: the hex digest of body, timestamp and secret, joined without a separator.
 * A plain digest, not an HMAC, although the scheme is called `legacy_hmac`.
 * Source: docs/decisions.md D14; `webhook_signature` in cloudinary_npm, lib/utils/index.js.
 *
 * @param body exact text of the request body.
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 */
export function legacySignature(
  { body, timestamp, apiSecret }: { body: string; timestamp: string; apiSecret: string },
  algorithm: 'sha1' | 'sha256',
): string {
  return createHash(algorithm).update(`${body}${timestamp}${apiSecret}`).digest('hex');
}

/** By their PEM: importing a key costs ten times as much as signing with it. */
const importedKeys = new Lru<KeyObject>({ maxEntries: 1_000 });

/** The destinations of an event mostly get the same body in the same second, and Ed25519 gives it the same signature. */
let lastSigned = { text: '', privateKeyPem: '', signature: '' };

/**
 * Version 2 signature: standard base64 of the Ed25519 signature over body and timestamp, joined
 * without a separator. A format of this project: the public record has none.
 * Source: docs/decisions.md D15.
 *
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 * @throws Error when the key is not a private key in PEM.
 */
export function ed25519Signature(
  { body, timestamp }: { body: string; timestamp: string },
  privateKeyPem: string,
): string {
  const text = body + timestamp;
  if (lastSigned.text !== text || lastSigned.privateKeyPem !== privateKeyPem) {
    const key = importedKeys.use(privateKeyPem, () => createPrivateKey(privateKeyPem));
    const signature = sign(null, Buffer.from(text), key).toString('base64');
    lastSigned = { text, privateKeyPem, signature };
  }
  return lastSigned.signature;
}
