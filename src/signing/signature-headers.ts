import type { SigningMaterial } from '../domain/keys/signing-key';
import type { AuthScheme } from '../domain/triggers/trigger';
import { ed25519Signature } from './ed25519-signature';
import { legacySignature } from './legacy-signature';

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
