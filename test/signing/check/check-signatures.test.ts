import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { SIGNATURE_CAUSES, type Verifiers } from '../../../src/domain/keys/signature-check';
import type { Steps } from '../../../src/kit/in-turns';
import { checkSignatures } from '../../../src/signing/check/check-signatures';
import { ed25519Signature, legacySignature } from '../../../src/signing/notification-headers';

/* A notification as it was sent, and what receivers make of it. */

const TIMESTAMP = '1773480413';
const NOW = Number(TIMESTAMP) + 60;
const BODY =
  '{"notification_type":"upload","timestamp":"2026-03-14T09:26:53+00:00","public_id":"Käse/\\"a\\"","tags":[],' +
  '"notification_context":{"triggered_at":"t","triggered_by":{"source":"api","id":"1"}},"signature_key":"1"}';

const [newest, before, retired] = ['newest', 'before', 'retired'].map((kid) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { kid, x, pem, isPublished: kid !== 'retired' };
}) as [Pair, Pair, Pair];
interface Pair {
  readonly kid: string;
  readonly x: string;
  readonly pem: string;
  readonly isPublished: boolean;
}

const key = (apiKey: string, enabled = true) => ({
  apiKey,
  apiSecret: `secret-of-${apiKey}`,
  enabled,
  dedicatedForWebhooks: false,
  createdAt: `2026-03-0${apiKey}T00:00:00.000Z`,
});
const VERIFIERS: Verifiers = {
  algorithm: 'sha1',
  accessKeys: [key('1'), key('2'), key('3', false)],
  pairs: [newest, before, retired],
};

interface Sent {
  readonly body?: string | Buffer;
  readonly timestamp?: string;
  readonly signature?: string | undefined;
  readonly signatureV2?: string | undefined;
}

const digest = (apiKey = '1', algorithm: 'sha1' | 'sha256' = 'sha1', body = BODY) =>
  legacySignature({ body, timestamp: TIMESTAMP, apiSecret: `secret-of-${apiKey}` }, algorithm);
const v2 = (pair = newest, body = BODY) => ed25519Signature({ body, timestamp: TIMESTAMP }, pair.pem);

function check({ body = BODY, timestamp = TIMESTAMP, signature, signatureV2 }: Sent, nowSeconds = NOW) {
  const received = { body: Buffer.from(body), timestamp, signature, signatureV2 };
  return resultOf(checkSignatures(received, VERIFIERS, nowSeconds));
}
function resultOf<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
const codes = (sent: Sent, nowSeconds?: number) => check(sent, nowSeconds).causes.map(({ code }) => code);

it('finds the keys that have signed, and no cause to refuse', () => {
  expect(check({ signature: digest(), signatureV2: v2() })).toEqual({
    matches: [
      { signature: 'legacy', algorithm: 'sha1', key: '1' },
      { signature: 'v2', algorithm: 'ed25519', key: 'newest' },
    ],
    causes: [],
  });
  expect(check({ signatureV2: v2(before) })).toMatchObject({ matches: [{ key: 'before' }], causes: [] });
});

const hash = (...parts: readonly string[]) => createHash('sha1').update(parts.join('')).digest('hex');
const python = BODY.replaceAll('":', '": ').replaceAll(',"', ', "').replaceAll('ä', '\\u00e4');
const reordered = JSON.stringify(
  Object.fromEntries(Object.entries(JSON.parse(BODY) as object).sort(([a], [b]) => (a < b ? -1 : 1))),
).replace('{"source":"api","id":"1"}', '{"id":"1","source":"api"}');

describe('the nearest cause', () => {
  it.each<[string, Sent, string]>([
    ['the digest of the other algorithm', { signature: digest('1', 'sha256') }, 'other_algorithm'],
    ['an enabled key that does not sign now', { signature: digest('2') }, 'other_key'],
    ['a disabled key', { signature: digest('3') }, 'disabled_key'],
    ['a pair that was retired', { signatureV2: v2(retired) }, 'retired_pair'],
    [
      'an HMAC',
      { signature: createHmac('sha256', 'secret-of-1').update(`${TIMESTAMP}.${BODY}`).digest('base64') },
      'hmac',
    ],
    ['a body that Python wrote again', { body: python, signature: digest() }, 'reserialised'],
    ['a body that PHP wrote again', { body: BODY.replace('/', '\\/'), signatureV2: v2() }, 'reserialised'],
    ['sorted keys', { body: reordered, signature: digest() }, 'reserialised'],
    [
      'an indented body',
      { body: JSON.stringify(JSON.parse(BODY), null, 2), signature: digest() },
      'reserialised',
    ],
    ['a sender that escapes', { signature: digest('1', 'sha1', BODY.replace('/', '\\/')) }, 'reserialised'],
    [
      'a line break at the end',
      { body: 'plain\r\n', signature: digest('1', 'sha1', 'plain') },
      'trailing_newline',
    ],
    ['a line break that is lost', { body: 'plain', signatureV2: v2(newest, 'plain\n') }, 'trailing_newline'],
    [
      'a byte order mark',
      { body: '\ufeffplain', signature: digest('1', 'sha1', 'plain') },
      'byte_order_mark',
    ],
    ['other line breaks', { body: 'a\nb', signature: digest('1', 'sha1', 'a\r\nb') }, 'line_breaks'],
    ['line feeds that were lost', { body: 'ä\r\nb', signatureV2: v2(newest, 'ä\nb') }, 'line_breaks'],
    ['a separator', { signature: hash(BODY, '.', TIMESTAMP, '.', 'secret-of-1') }, 'separator'],
    ['a digest without the timestamp', { signature: hash(BODY, 'secret-of-2') }, 'separator'],
    ['a secret with a line break', { signature: hash(BODY, TIMESTAMP, 'secret-of-1\n') }, 'separator'],
    ['milliseconds', { timestamp: `${TIMESTAMP}589`, signature: digest() }, 'timestamp_in_milliseconds'],
    ['milliseconds of v2', { timestamp: `${TIMESTAMP}589`, signatureV2: v2() }, 'timestamp_in_milliseconds'],
    ['capital letters', { signature: digest().toUpperCase() }, 'encoding'],
    ['base64', { signature: Buffer.from(digest(), 'hex').toString('base64') }, 'encoding'],
    ['a prefix', { signature: `sha1=${digest()}` }, 'encoding'],
    ['v2 in hex', { signatureV2: Buffer.from(v2(), 'base64').toString('hex') }, 'encoding'],
    ['another secret', { signature: hash(BODY, TIMESTAMP, 'nobodys') }, 'unknown'],
    ['no digest at all', { signature: 'ä'.repeat(40) }, 'unknown'],
    ['another body', { body: '{}', signatureV2: v2() }, 'unknown'],
    ['no signature at all', { signatureV2: 'AAAA' }, 'unknown'],
  ])('of %s', (_what, sent, code) => {
    const { matches, causes } = check({ signature: undefined, ...sent });
    expect(causes[0]).toMatchObject({ code, signature: sent.signature === undefined ? 'v2' : 'legacy' });
    const isGenuine = ['other_algorithm', 'other_key', 'disabled_key', 'retired_pair'].includes(code);
    expect(matches).toHaveLength(isGenuine ? 1 : 0);
  });

  it('is of the time: too old for some, too old for all, or ahead', () => {
    const sent = { signature: digest(), signatureV2: v2() };
    const at = (seconds: number) => check(sent, Number(TIMESTAMP) + seconds).causes;
    expect(at(300)).toEqual([]);
    expect(at(301)).toMatchObject([{ code: 'too_old', words: expect.stringContaining('allow 5 minutes') }]);
    expect(at(8_000)).toMatchObject([{ code: 'too_old', words: expect.stringContaining('2 hours ago') }]);
    expect(at(-301)).toMatchObject([{ code: 'in_the_future' }]);
  });

  it('is the lost header when there is no version 2 signature', () => {
    expect(codes({ signature: digest() })).toEqual(['v2_missing']);
  });

  it('comes in the order in which causes are tried', () => {
    const found = codes({ signature: digest('3', 'sha256') }, NOW + 1_000);
    expect(found).toEqual(['other_algorithm', 'disabled_key', 'too_old', 'v2_missing']);
    expect(found.map((code) => SIGNATURE_CAUSES.indexOf(code))).toEqual([0, 2, 13, 15]);
  });
});

it('says nothing secret', () => {
  const sent = [digest('2'), hash(BODY, '.', TIMESTAMP, '.', 'secret-of-1'), 'x', digest('3', 'sha256')];
  for (const signature of sent) expect(JSON.stringify(check({ signature }))).not.toContain('secret-of');
});

it('judges what is no JSON, nested without end, or not UTF-8', () => {
  for (const body of ['', '['.repeat(200_000), Buffer.from([0xff, 0xfe])]) {
    expect(codes({ body, signature: digest(), signatureV2: v2() })).toEqual(['unknown', 'unknown']);
  }
});

it('finds nobody where there is no key', () => {
  const none = { ...VERIFIERS, accessKeys: [], pairs: [] };
  const sent = { body: Buffer.from(BODY), timestamp: TIMESTAMP, signature: digest(), signatureV2: v2() };
  expect(resultOf(checkSignatures(sent, none, NOW)).causes.map(({ code }) => code)).toEqual([
    'unknown',
    'unknown',
  ]);
});

it('takes no step that is long: others have their turn in between', () => {
  const body = JSON.stringify({ tags: Array.from({ length: 13_000 }, (_, n) => `ä/tag "${n}"`) });
  expect(Buffer.byteLength(body)).toBeLessThan(262_144);
  const sent = { body: Buffer.from(body), timestamp: TIMESTAMP, signature: hash('x'), signatureV2: v2() };
  const steps = checkSignatures(sent, VERIFIERS, NOW);
  let taken = 1;
  while (steps.next().done !== true) taken += 1;
  expect(taken).toBeGreaterThan(25);
});
