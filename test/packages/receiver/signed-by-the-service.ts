import { generateKeyPairSync } from 'node:crypto';
import type { AuthScheme } from '../../../src/domain/triggers/trigger';
import { jwks } from '../../../src/signing/jwks';
import { signatureHeaders } from '../../../src/signing/notification-headers';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

export const SECRET = 's3cret';
export const SIGNATURE_KEY = '738291046655821';

/** What the service answers at `/webhook_keys`. */
export const KEY_SET = jwks([{ kid: 'k1', x: publicKey.export({ format: 'jwk' }).x ?? '' }]);

/** As text that another way of writing JSON changes. */
export const BODY = `{"notification_type":"upload","public_id":"Käsekästchen","tags":["a","b"],"url":"https://a/b","signature_key":"${SIGNATURE_KEY}"}`;

export const NOW_SECONDS = 1_773_480_413;

export interface ToSign {
  readonly body?: string;
  readonly scheme?: AuthScheme;
  readonly algorithm?: 'sha1' | 'sha256';
  readonly secret?: string;
  readonly timestampSeconds?: number;
  readonly id?: string;
}

/** A request as the service's own code signs it. */
export function signedByTheService({
  body = BODY,
  scheme = 'default',
  algorithm = 'sha1',
  secret = SECRET,
  timestampSeconds = NOW_SECONDS,
  id = 'delivery-1',
}: ToSign = {}): { readonly body: string; readonly headers: Record<string, string> } {
  const signed = signatureHeaders(
    { authScheme: scheme, body, timestampSeconds },
    {
      apiSecret: secret,
      algorithm,
      ed25519PrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    },
  );
  return { body, headers: { ...signed, 'Webhook-Id': id, 'Webhook-Attempt': '1' } };
}
