import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { createReceiver } from '../../../packages/receiver/src/index.ts';
import { NOW_SECONDS } from './signed-by-the-service';

/* The classes of hostile signatures that Project Wycheproof tests, made here for a key of our own. RFC 8032 §5.1.7. */

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const { x = '' } = publicKey.export({ format: 'jwk' });
const receiver = createReceiver({
  keySet: { keys: [{ kty: 'OKP', crv: 'Ed25519', x }] },
  now: () => NOW_SECONDS * 1000,
});

const BODY = '{"a":1}';
const genuine = sign(null, Buffer.from(`${BODY}${NOW_SECONDS}`), privateKey);

/** The order of the group, and the prime of the field. */
const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const P = 2n ** 255n - 19n;

const littleEndian = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
const valueOf = (bytes: Buffer) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const [r, s] = [genuine.subarray(0, 32), genuine.subarray(32)];

async function verdictOn(signature: Buffer | string, body = BODY): Promise<string> {
  const value = typeof signature === 'string' ? signature : signature.toString('base64');
  const headers = { 'X-Cld-Timestamp': String(NOW_SECONDS), 'X-Cld-Signature_v2': value };
  const result = await receiver.verify({ body, headers });
  return result.ok ? 'genuine' : result.reason;
}

it('accepts the genuine signature', async () => {
  expect(await verdictOn(genuine)).toBe('genuine');
});

it.each([
  ['S + L: the malleable twin', Buffer.concat([r, littleEndian(valueOf(s) + L)])],
  ['S + 2 L', Buffer.concat([r, littleEndian(valueOf(s) + 2n * L)])],
  ['R + P: another way to write it', Buffer.concat([littleEndian((valueOf(r) + P) % 2n ** 256n), s])],
  ['the sign of R turned', Buffer.concat([littleEndian(valueOf(r) ^ (1n << 255n)), s])],
  ['R and S exchanged', Buffer.concat([s, r])],
  ['nothing', Buffer.alloc(0)],
  ['R alone', r],
  ['S alone', s],
  ['one byte less', genuine.subarray(0, 63)],
  ['one byte more', Buffer.concat([genuine, Buffer.alloc(1)])],
  ['twice the signature', Buffer.concat([genuine, genuine])],
  ['leading zero', Buffer.concat([Buffer.alloc(1), genuine])],
  [
    'by another key',
    sign(null, Buffer.from(`${BODY}${NOW_SECONDS}`), generateKeyPairSync('ed25519').privateKey),
  ],
  ['of the body alone', sign(null, Buffer.from(BODY), privateKey)],
  ['of the timestamp first', sign(null, Buffer.from(`${NOW_SECONDS}${BODY}`), privateKey)],
])('refuses %s', async (_what, signature) => {
  expect(await verdictOn(signature)).toBe('wrong_signature');
});

const SPECIAL = [0n, 1n, L - 1n, L, L + 1n, P - 1n, P, P + 1n, 2n ** 255n - 1n, 2n ** 256n - 1n];
it.each(SPECIAL.flatMap((first) => SPECIAL.map((second) => [first, second] as const)))(
  'refuses the special values R %s and S %s',
  async (first, second) => {
    expect(await verdictOn(Buffer.concat([littleEndian(first), littleEndian(second)]))).toBe(
      'wrong_signature',
    );
  },
);

it('refuses every other text that decodes to the genuine bytes', async () => {
  const text = genuine.toString('base64');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const last = alphabet.indexOf(text[85] ?? '');
  const spareBits = Array.from(
    { length: 15 },
    (_, index) => `${text.slice(0, 85)}${alphabet[last + index + 1]}==`,
  );
  const written = [
    ` ${text}`,
    `${text}\n`,
    text.slice(0, 86),
    text.slice(0, 87),
    genuine.toString('base64url'),
    `${text}=`,
  ];
  for (const each of [...written, ...spareBits]) {
    expect(Buffer.from(each, 'base64').equals(genuine)).toBe(true);
    expect(await verdictOn(each)).toBe('wrong_signature');
  }
});

it('ignores keys of the set that are no Ed25519 keys', async () => {
  const others = [
    { kty: 'EC', crv: 'P-256', x },
    { kty: 'OKP', crv: 'X25519', x },
    { kty: 'OKP', crv: 'Ed25519', x: 'AA' },
    {},
  ];
  const mixed = createReceiver({
    keySet: { keys: [...others, { kty: 'OKP', crv: 'Ed25519', x, kid: 'good' }] },
    now: () => NOW_SECONDS * 1000,
  });
  const headers = {
    'X-Cld-Timestamp': String(NOW_SECONDS),
    'X-Cld-Signature_v2': genuine.toString('base64'),
  };
  expect(await mixed.verify({ body: BODY, headers })).toMatchObject({ ok: true, key: 'good' });
});

it('accepts what an independent implementation signs', async () => {
  const seed = randomBytes(32);
  const key = {
    kty: 'OKP',
    crv: 'Ed25519',
    x: Buffer.from(await getPublicKeyAsync(seed)).toString('base64url'),
  };
  const judge = createReceiver({ keySet: { keys: [key] }, now: () => NOW_SECONDS * 1000 });
  const signature = Buffer.from(await signAsync(Buffer.from(`${BODY}${NOW_SECONDS}`), seed)).toString(
    'base64',
  );
  const headers = { 'X-Cld-Timestamp': String(NOW_SECONDS), 'X-Cld-Signature_v2': signature };
  expect(await judge.verify({ body: BODY, headers })).toMatchObject({ ok: true, by: 'v2' });
});
