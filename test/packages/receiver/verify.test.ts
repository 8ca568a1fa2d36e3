import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v2 as cloudinary } from 'cloudinary';
import {
  createReceiver,
  NotificationRefused,
  REASONS,
  type ReceivedRequest,
  type ReceiverOptions,
} from '../../../packages/receiver/src/index.ts';
import {
  BODY,
  KEY_SET,
  NOW_SECONDS,
  SECRET,
  SIGNATURE_KEY,
  signedByTheService,
} from './signed-by-the-service';

const now = () => NOW_SECONDS * 1000;

function receiver(options: ReceiverOptions = {}) {
  const own =
    'secrets' in options || 'keySet' in options ? options : { secrets: SECRET, keySet: KEY_SET, ...options };
  return createReceiver({ now, ...own });
}

/** A signed request with other headers: `undefined` takes one away. */
function withHeaders(changes: Record<string, string | undefined>, toSign = {}): ReceivedRequest {
  const { body, headers } = signedByTheService(toSign);
  return { body, headers: { ...headers, ...changes } };
}

interface Vector {
  readonly name: string;
  readonly body: string;
  readonly timestamp: string;
  readonly api_secret: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly expected_x_cld_signature: string;
}
const vectors = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../fixtures/signature-vectors.json'), 'utf8'),
) as readonly Vector[];

describe('a genuine notification', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    'is one whose legacy signature is a known answer: %s',
    async (_name, { body, timestamp, api_secret, algorithm, expected_x_cld_signature }) => {
      const judge = createReceiver({ secrets: api_secret, algorithm, now: () => Number(timestamp) * 1000 });
      const headers = { 'X-Cld-Timestamp': timestamp, 'X-Cld-Signature': expected_x_cld_signature };
      const isJson = body !== "{public_id: 'sample'}";
      expect(await judge.verify({ body, headers })).toMatchObject(
        isJson ? { ok: true, by: 'legacy' } : { ok: false, reason: 'not_json' },
      );
    },
  );

  it.each([
    ['any', 'default', 'v2', 'k1'],
    ['any', 'legacy_hmac', 'legacy', SIGNATURE_KEY],
    ['any', 'eddsa_v2', 'v2', 'k1'],
    ['v2', 'default', 'v2', 'k1'],
    ['legacy', 'default', 'legacy', SIGNATURE_KEY],
    ['both', 'default', 'both', 'k1'],
  ] as const)('with require %s and the scheme %s is one by %s', async (require, scheme, by, key) => {
    expect(await receiver({ require }).verify(signedByTheService({ scheme }))).toEqual({
      ok: true,
      by,
      key,
      id: 'delivery-1',
      attempt: 1,
      duplicate: false,
      notification: JSON.parse(BODY),
    });
  });

  it('may come as text, as bytes, or as an ArrayBuffer', async () => {
    const { body, headers } = signedByTheService();
    const bytes = Buffer.from(body);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    for (const each of [body, bytes, new Uint8Array(bytes), buffer]) {
      expect(await receiver().verify({ body: each, headers })).toMatchObject({ ok: true });
    }
  });

  it('may have headers in any form and case, and a signature that a proxy renamed', async () => {
    const { body, headers } = signedByTheService({ scheme: 'eddsa_v2' });
    const { 'X-Cld-Signature_v2': signature = '', ...others } = headers;
    const renamed = { ...others, 'x-cld-signature-v2': signature };
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const listed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
    for (const each of [headers, lower, listed, renamed, new Headers(headers), Object.entries(headers)]) {
      expect(await receiver().verify({ body, headers: each })).toMatchObject({
        ok: true,
        by: 'v2',
        id: 'delivery-1',
      });
    }
  });

  it('is signed with any of several secrets, and the key names the one by its API key', async () => {
    const rotating = receiver({ secrets: ['new', SECRET] });
    expect(await rotating.verify(signedByTheService())).toMatchObject({ ok: true, key: SIGNATURE_KEY });
    const byKey = receiver({ secrets: { '1': ['x', 'y'], '2': [SECRET, 'z'] } });
    expect(await byKey.verify(signedByTheService())).toMatchObject({ ok: true, key: '2' });
  });

  it('with require any is one when only one of both signatures is right', async () => {
    const wrongSecret = receiver({ secrets: 'other', keySet: KEY_SET });
    expect(await wrongSecret.verify(signedByTheService())).toMatchObject({ ok: true, by: 'v2' });
    const wrongV2 = withHeaders({ 'X-Cld-Signature_v2': 'AAAA' });
    expect(await receiver().verify(wrongV2)).toMatchObject({ ok: true, by: 'legacy' });
  });

  it('is as far from now as the tolerance allows, and no second further', async () => {
    const tolerant = receiver({ toleranceSeconds: 10 });
    const ages = [-11, -10, 10, 11].map((seconds) =>
      tolerant.verify(signedByTheService({ timestampSeconds: NOW_SECONDS + seconds })),
    );
    expect((await Promise.all(ages)).map((result) => (result.ok ? 'ok' : result.reason))).toEqual([
      'too_old',
      'ok',
      'ok',
      'in_future',
    ]);
  });
});

const legacyOnly = { secrets: SECRET };
const v2Only = { keySet: KEY_SET };
const hmacOf = (algorithm: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac(algorithm, SECRET).update(text).digest(encoding);
const signedHmac = (value: string) => withHeaders({ 'X-Cld-Signature': value });

/** Each wrong case, the reason, and what the message says. */
const WRONG: readonly (readonly [string, ReceiverOptions, ReceivedRequest, string, RegExp])[] = [
  ['no headers at all', {}, { body: BODY, headers: {} }, 'missing_header', /^X-Cld-Timestamp: got none/],
  ['no timestamp', {}, withHeaders({ 'X-Cld-Timestamp': undefined }), 'missing_header', /X-Cld-Timestamp/],
  [
    'no signature',
    {},
    withHeaders({ 'X-Cld-Signature': undefined, 'X-Cld-Signature_v2': undefined }),
    'missing_header',
    /X-Cld-Signature_v2, X-Cld-Signature: got none/,
  ],
  [
    'the scheme legacy_hmac, to a receiver with a key set',
    v2Only,
    signedByTheService({ scheme: 'legacy_hmac' }),
    'missing_header',
    /X-Cld-Signature_v2: .*legacy_hmac.*nginx/,
  ],
  [
    'the scheme eddsa_v2, to a receiver with secrets',
    legacyOnly,
    signedByTheService({ scheme: 'eddsa_v2' }),
    'missing_header',
    /X-Cld-Signature: .*eddsa_v2/,
  ],
  [
    'one signature where both are required',
    { require: 'both' },
    signedByTheService({ scheme: 'eddsa_v2' }),
    'missing_header',
    /^X-Cld-Signature: got none/,
  ],
  [
    'a timestamp that is a date',
    {},
    withHeaders({ 'X-Cld-Timestamp': '2026-03-14' }),
    'bad_timestamp',
    /got "2026-03-14", expected Unix time in seconds/,
  ],
  [
    'a timestamp with a sign',
    {},
    withHeaders({ 'X-Cld-Timestamp': `+${NOW_SECONDS}` }),
    'bad_timestamp',
    /expected Unix time/,
  ],
  ['an empty timestamp', {}, withHeaders({ 'X-Cld-Timestamp': '' }), 'bad_timestamp', /got ""/],
  [
    'six minutes old',
    {},
    signedByTheService({ timestampSeconds: NOW_SECONDS - 360 }),
    'too_old',
    /within 300 of 1773480413/,
  ],
  [
    'six minutes ahead',
    {},
    signedByTheService({ timestampSeconds: NOW_SECONDS + 360 }),
    'in_future',
    /compare the clocks/,
  ],
  [
    'a timestamp in milliseconds',
    {},
    withHeaders({ 'X-Cld-Timestamp': `${NOW_SECONDS}000` }),
    'in_future',
    /expected Unix time in seconds/,
  ],
  [
    'the key of another environment',
    { secrets: { '111': SECRET } },
    signedByTheService({ secret: 'theirs' }),
    'unknown_key',
    /got those of 111, expected one of 738291046655821/,
  ],
  [
    'a wrong secret',
    legacyOnly,
    signedByTheService({ secret: 'other' }),
    'wrong_signature',
    /X-Cld-Signature: got a digest of other bytes or of another secret/,
  ],
  [
    'a wrong secret by its key',
    { secrets: { [SIGNATURE_KEY]: 'other' } },
    signedByTheService(),
    'wrong_signature',
    /another secret/,
  ],
  [
    'a SHA-256 account',
    legacyOnly,
    signedByTheService({ algorithm: 'sha256' }),
    'wrong_signature',
    /got a SHA-256 digest, expected SHA-1; set algorithm: 'sha256'/,
  ],
  [
    'a SHA-1 account, to a receiver of SHA-256',
    { ...legacyOnly, algorithm: 'sha256' },
    signedByTheService(),
    'wrong_signature',
    /set algorithm: 'sha1'/,
  ],
  [
    'a SHA-256 account and a wrong secret',
    legacyOnly,
    signedByTheService({ algorithm: 'sha256', secret: 'other' }),
    'wrong_signature',
    /got 64 characters, expected the 40 lower-case hex digits/,
  ],
  [
    'an HMAC-SHA1',
    legacyOnly,
    signedHmac(hmacOf('sha1', `${BODY}${NOW_SECONDS}`, 'hex')),
    'wrong_signature',
    /got an HMAC/,
  ],
  [
    'an HMAC-SHA256 of timestamp and body',
    legacyOnly,
    signedHmac(hmacOf('sha256', `${NOW_SECONDS}.${BODY}`, 'hex')),
    'wrong_signature',
    /got an HMAC/,
  ],
  [
    'an HMAC-SHA256 of the body in base64',
    legacyOnly,
    signedHmac(hmacOf('sha256', BODY, 'base64')),
    'wrong_signature',
    /got an HMAC/,
  ],
  [
    're-serialised with spaces, legacy',
    legacyOnly,
    { ...signedByTheService(), body: JSON.stringify(JSON.parse(BODY), null, 2) },
    'wrong_signature',
    /re-serialised/,
  ],
  [
    're-serialised as Python does, version 2',
    v2Only,
    { ...signedByTheService(), body: BODY.replaceAll(':"', ': "').replaceAll('ä', '\\u00e4') },
    'wrong_signature',
    /re-serialised/,
  ],
  [
    'decoded as Latin-1, legacy',
    legacyOnly,
    { ...signedByTheService(), body: Buffer.from(BODY).toString('latin1') },
    'wrong_signature',
    /Latin-1/,
  ],
  [
    'decoded as Latin-1, version 2',
    v2Only,
    { ...signedByTheService(), body: Buffer.from(BODY).toString('latin1') },
    'wrong_signature',
    /Latin-1/,
  ],
  [
    'a changed body',
    {},
    { ...signedByTheService(), body: BODY.replace('"a"', '"c"') },
    'wrong_signature',
    /X-Cld-Signature_v2: .*; X-Cld-Signature: /,
  ],
  [
    'version 2 in base64url',
    v2Only,
    withHeaders({ 'X-Cld-Signature_v2': `${'_'.repeat(86)}==` }),
    'wrong_signature',
    /expected the base64 of 64 bytes/,
  ],
  [
    'a hex digest as version 2',
    v2Only,
    withHeaders({ 'X-Cld-Signature_v2': 'a'.repeat(40) }),
    'wrong_signature',
    /got 40 characters/,
  ],
  [
    'a parsed body',
    {},
    { ...signedByTheService(), body: JSON.parse(BODY) },
    'body_was_parsed',
    /got a parsed value, expected the bytes/,
  ],
  [
    'the text of a parsed body',
    {},
    { ...signedByTheService(), body: '[object Object]' },
    'body_was_parsed',
    /before any parser/,
  ],
  ['no body', {}, { ...signedByTheService(), body: undefined }, 'body_was_parsed', /got "undefined"/],
  ['an empty body', {}, { ...signedByTheService(), body: '' }, 'body_was_parsed', /got ""/],
  ['a signed body that is no JSON', {}, signedByTheService({ body: 'plain' }), 'not_json', /signed as it is/],
  [
    'a key set without a usable key',
    { keySet: { keys: [{ kty: 'RSA' }] } },
    signedByTheService(),
    'key_set_unavailable',
    /got 1 keys, none usable/,
  ],
];

describe('a refusal', () => {
  it.each(WRONG)('of %s names its reason', async (_what, options, request, reason, message) => {
    const result = await receiver(options).verify(request);
    expect(result).toEqual({ ok: false, reason, message: expect.stringMatching(message) });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('has each of the reasons somewhere above', () => {
    expect(new Set(WRONG.map(([, , , reason]) => reason))).toEqual(new Set(REASONS));
  });

  it('with require both needs both to be right', async () => {
    const strict = receiver({ require: 'both' });
    for (const name of ['X-Cld-Signature', 'X-Cld-Signature_v2']) {
      expect(await strict.verify(withHeaders({ [name]: 'AAAA' }))).toMatchObject({
        reason: 'wrong_signature',
      });
    }
  });

  it('is thrown by verifyOrThrow', async () => {
    const { body, headers } = signedByTheService();
    await expect(receiver().verifyOrThrow({ body, headers })).resolves.toMatchObject({ ok: true });
    const refused = receiver().verifyOrThrow({ body: 'x', headers: {} });
    await expect(refused).rejects.toThrow(NotificationRefused);
    await expect(refused).rejects.toMatchObject({ reason: 'missing_header', name: 'NotificationRefused' });
  });

  it('explains no large bodies: a stranger shall not make it work', async () => {
    const body = JSON.stringify({ public_id: 'x'.repeat(300_000) });
    const other = signedByTheService({ body, algorithm: 'sha256' });
    expect(await receiver(legacyOnly).verify(other)).toMatchObject({
      message: expect.not.stringContaining('set algorithm'),
    });
  });
});

describe('the official SDK', () => {
  it.each(['sha1', 'sha256'] as const)('judges as the kit does under %s', async (algorithm) => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    cloudinary.config({ api_secret: SECRET, signature_algorithm: algorithm });
    const judge = createReceiver({ secrets: SECRET, algorithm });
    const signed = signedByTheService({ algorithm, timestampSeconds });
    const cases = [
      signed,
      { ...signed, body: signed.body.replace('a', 'b') },
      signedByTheService({ algorithm, timestampSeconds, secret: 'other' }),
    ];
    for (const { body, headers } of cases) {
      const sdk = cloudinary.utils.verifyNotificationSignature(
        body,
        timestampSeconds,
        headers['X-Cld-Signature'] ?? '',
        300,
      );
      expect((await judge.verify({ body, headers })).ok).toBe(sdk);
    }
    expect((await judge.verify(signed)).ok).toBe(true);
  });
});
