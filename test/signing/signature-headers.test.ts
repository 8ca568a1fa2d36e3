import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { verifyAsync } from '@noble/ed25519';
import { v2 as cloudinary } from 'cloudinary';
import { importJWK } from 'jose';
import { ed25519Signature, legacySignature, signatureHeaders } from '../../src/signing/notification-headers';
import { jwks } from '../../src/signing/jwks';

interface Vector {
  readonly name: string;
  readonly body: string;
  readonly timestamp: string;
  readonly api_secret: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly expected_x_cld_signature: string;
}
const vectors = JSON.parse(
  readFileSync(path.resolve(__dirname, '../fixtures/signature-vectors.json'), 'utf8'),
) as Vector[];

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const x = publicKey.export({ format: 'jwk' }).x as string;
const body = '{"public_id":"Käsekästchen","url":"https://a/b"}';
const material = { apiSecret: 's3cret', algorithm: 'sha1', ed25519PrivateKeyPem: pem } as const;

describe('the legacy signature', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    'equals the known answer: %s',
    (_name, vector) => {
      const signature = legacySignature({ ...vector, apiSecret: vector.api_secret }, vector.algorithm);
      expect(signature).toBe(vector.expected_x_cld_signature);
    },
  );

  it.each(['sha1', 'sha256'] as const)('under %s satisfies the official verifier', (algorithm) => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const headers = signatureHeaders(
      { authScheme: 'default', body, timestampSeconds },
      { ...material, algorithm },
    );
    cloudinary.config({ api_secret: 's3cret', signature_algorithm: algorithm });
    const { verifyNotificationSignature } = cloudinary.utils;
    const signature = headers?.['X-Cld-Signature'] ?? '';
    expect(verifyNotificationSignature(body, timestampSeconds, signature)).toBe(true);
    expect(verifyNotificationSignature(body, timestampSeconds + 1, signature)).toBe(false);
  });
});

describe('the version 2 signature', () => {
  const timestampSeconds = 1_773_480_413;
  const signed = Buffer.from(`${body}${timestampSeconds}`, 'utf8');
  const signature = () => {
    const headers = signatureHeaders({ authScheme: 'eddsa_v2', body, timestampSeconds }, material);
    return Buffer.from(headers?.['X-Cld-Signature_v2'] ?? '', 'base64');
  };

  it('is verified by Node with the key of the JWKS', () => {
    const [jwk] = jwks([{ kid: 'k1', x }]).keys;
    expect(verify(null, signed, createPublicKey({ key: { ...jwk }, format: 'jwk' }), signature())).toBe(true);
  });

  it('is verified by a JOSE library with the key of the JWKS', async () => {
    const { keys } = jwks([{ kid: 'k1', x }]);
    const [jwk] = keys;
    const key = await importJWK({ ...jwk }, 'EdDSA');
    if (key instanceof Uint8Array) throw new Error('expected a public key');
    // The library's own formats carry a header: this is its key at work on our bytes.
    const verified = (data: Buffer) => crypto.subtle.verify('Ed25519', key, signature(), data);
    await expect(verified(signed)).resolves.toBe(true);
    await expect(verified(Buffer.from('other'))).resolves.toBe(false);
  });

  it('is verified by an independent implementation, strictly', async () => {
    const publicKeyBytes = Buffer.from(x, 'base64url');
    await expect(verifyAsync(signature(), signed, publicKeyBytes, { zip215: false })).resolves.toBe(true);
    const tampered = Buffer.from(signed.toString().replace('a/b', 'a/c'));
    await expect(verifyAsync(signature(), tampered, publicKeyBytes, { zip215: false })).resolves.toBe(false);
  });

  it('is made with each key as it is asked for, and never with a text that is no key', () => {
    const other = generateKeyPairSync('ed25519').privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string;
    const sign = (key: string) => ed25519Signature({ body, timestamp: '1' }, key);
    const [first, second] = [sign(pem), sign(other)];
    expect(first).not.toBe(second);
    expect([sign(pem), sign(other)]).toEqual([first, second]);
    expect(() => sign('none')).toThrow();
  });
});

describe('the key set', () => {
  it('names each key, what it is for, and its algorithm, as RFC 8037 writes them', () => {
    const terms = { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' };
    expect(
      jwks([
        { kid: 'k1', x },
        { kid: 'k2', x: 'y' },
      ]),
    ).toEqual({
      keys: [
        { ...terms, kid: 'k1', x },
        { ...terms, kid: 'k2', x: 'y' },
      ],
    });
  });
});

describe('signature headers', () => {
  const sign = (authScheme: 'default' | 'legacy_hmac' | 'eddsa_v2', changes: object = {}) =>
    signatureHeaders({ authScheme, body, timestampSeconds: 1 }, { ...material, ...changes });

  it.each([
    ['default', ['X-Cld-Timestamp', 'X-Cld-Signature', 'X-Cld-Signature_v2']],
    ['legacy_hmac', ['X-Cld-Timestamp', 'X-Cld-Signature']],
    ['eddsa_v2', ['X-Cld-Timestamp', 'X-Cld-Signature_v2']],
  ] as const)('under %s are %j', (authScheme, names) => {
    expect(Object.keys(sign(authScheme) ?? {})).toEqual(names);
  });

  it('are none when a key that the scheme needs is missing', () => {
    expect(sign('default', { apiSecret: undefined })).toBeUndefined();
    expect(sign('legacy_hmac', { apiSecret: undefined })).toBeUndefined();
    expect(sign('default', { ed25519PrivateKeyPem: undefined })).toBeUndefined();
  });

  it('need no access key under eddsa_v2', () => {
    expect(sign('eddsa_v2', { apiSecret: undefined })).toBeDefined();
  });
});
