import { generateKeyPairSync } from 'node:crypto';
import { jwks } from '../../src/signing/jwks';
import { signatureHeaders } from '../../src/signing/notification-headers';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

export const API_SECRET = 's3cret';

/** What `/webhook_keys` answers for {@link postSigned}. */
export const KEY_SET = jwks([{ kid: 'k1', x: publicKey.export({ format: 'jwk' }).x ?? '' }]);

/** A body that some other way of writing JSON changes. */
export const BODY = '{"public_id":"Käsekästchen","tags":["a","b"],"bytes":1}';

/** POSTs a notification as the service does. @returns the status of the answer. */
export async function postSigned(
  url: string,
  { body = BODY, signedBody = body }: { readonly body?: string; readonly signedBody?: string } = {},
): Promise<number> {
  const signed = signatureHeaders(
    { authScheme: 'default', body: signedBody, timestampSeconds: Math.floor(Date.now() / 1000) },
    {
      apiSecret: API_SECRET,
      algorithm: 'sha1',
      ed25519PrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    },
  );
  const headers = { 'content-type': 'application/json', connection: 'close', ...signed };
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return answer.status;
}
