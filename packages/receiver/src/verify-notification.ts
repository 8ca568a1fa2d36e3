import { concat, utf8, type Bytes } from './bytes.ts';
import { decodeSignature, type PublicKey } from './ed25519-signature.ts';
import { explainLegacyMismatch, explainV2Mismatch } from './explain-mismatch.ts';
import type { KeySet } from './key-set.ts';
import { isSameText, legacySignature } from './legacy-signature.ts';
import type { Notification } from './notifications.ts';
import type { Verification } from './options.ts';
import { readHeaders, type HeadersLike, type ReceivedHeaders } from './received-headers.ts';
import { refusal, type Refusal } from './refusal.ts';

/** A request, as far as it matters. The body must be what came over the wire: bytes, or their UTF-8 text. */
export interface ReceivedRequest {
  readonly body: unknown;
  readonly headers: HeadersLike;
}

/** What a handler gets beside the notification. */
export interface Received {
  /** `Webhook-Id`: the same for every attempt. No signature covers it. */
  readonly id: string | undefined;
  /** `Webhook-Attempt`, counted from 1. No signature covers it. */
  readonly attempt: number | undefined;
  /** Which signature was right; with `require: 'any'`, the first that was. */
  readonly by: 'v2' | 'legacy' | 'both';
  /** Key that signed: its id in the key set, else the API key if the options or the body name it. */
  readonly key: string | undefined;
}

export interface Authentic extends Received {
  readonly ok: true;
  /** As the catalogue types it. A payload template's body has the keys of the template instead. */
  readonly notification: Notification;
}

/** A signature that is right, and the key that made it. */
interface Right {
  readonly ok: true;
  readonly by: 'v2' | 'legacy';
  readonly key: string | undefined;
}

interface Signed {
  readonly body: Uint8Array;
  readonly timestamp: string;
  readonly signature: string;
}

const V2 = 'X-Cld-Signature_v2';
const LEGACY = 'X-Cld-Signature';

export async function verifyNotification(
  request: ReceivedRequest,
  verification: Verification,
): Promise<Authentic | Refusal> {
  const headers = readHeaders(request.headers);
  const { timestamp = '', id, attempt } = headers;
  const fault = missingHeader(headers, verification) ?? untimely(timestamp, verification);
  if (fault !== undefined) return fault;
  const body = bytesOf(request.body);
  if ('reason' in body) return body;
  const right = await checkSignatures({ body, timestamp }, headers, verification);
  if (!right.ok) return right;
  const notification = parse(body);
  if (notification === undefined) {
    return refusal('not_json', 'body: got text that is no JSON, signed as it is, expected JSON');
  }
  const { signature_key: named } = Object(notification.value) as { signature_key?: unknown };
  const key = right.key ?? (typeof named === 'string' ? named : undefined);
  return { ...right, key, id, attempt, notification: notification.value as Notification };
}

function missingHeader(
  { timestamp, v2, legacy }: ReceivedHeaders,
  { keySet, secrets, needsAll }: Verification,
) {
  if (timestamp === undefined) {
    return refusal('missing_header', 'X-Cld-Timestamp: got none, expected Unix time in seconds');
  }
  const wanted = [
    ...(keySet ? [{ name: V2, value: v2 }] : []),
    ...(secrets.length > 0 ? [{ name: LEGACY, value: legacy }] : []),
  ];
  const missing = wanted.filter(({ value }) => value === undefined).map(({ name }) => name);
  if (missing.length === 0 || (!needsAll && missing.length < wanted.length)) return undefined;
  const hints = [
    ...(v2 === undefined && legacy !== undefined
      ? ['; the auth_scheme legacy_hmac has none, and nginx drops names with an underscore']
      : []),
    ...(legacy === undefined && v2 !== undefined ? ['; the auth_scheme eddsa_v2 has none'] : []),
  ];
  return refusal('missing_header', `${missing.join(', ')}: got none, expected a signature${hints.join('')}`);
}

function untimely(timestamp: string, { toleranceSeconds, now }: Verification): Refusal | undefined {
  const nowSeconds = Math.floor(now() / 1000);
  const ageSeconds = nowSeconds - Number(timestamp);
  const expected = `expected Unix time in seconds within ${toleranceSeconds} of ${nowSeconds}`;
  if (!/^\d{1,15}$/.test(timestamp)) {
    return refusal('bad_timestamp', `X-Cld-Timestamp: got "${timestamp.slice(0, 40)}", ${expected}`);
  }
  if (Math.abs(ageSeconds) <= toleranceSeconds) return undefined;
  return refusal(
    ageSeconds > 0 ? 'too_old' : 'in_future',
    `X-Cld-Timestamp: got ${timestamp}, ${expected}; compare the clocks, and look for a queue in between`,
  );
}

/** The body's bytes, unless a parser has had it. */
function bytesOf(body: unknown): Uint8Array | Refusal {
  const bytes =
    typeof body === 'string' ? utf8(body) : body instanceof ArrayBuffer ? new Uint8Array(body) : body;
  const isBytes = bytes instanceof Uint8Array && bytes.length > 0 && body !== '[object Object]';
  if (isBytes) return bytes;
  const got =
    typeof body === 'object' && !(bytes instanceof Uint8Array) ? 'a parsed value' : `"${String(body)}"`;
  return refusal(
    'body_was_parsed',
    `body: got ${got}, expected the bytes as they came; give this route its raw body, before any parser`,
  );
}

async function checkSignatures(
  signed: Omit<Signed, 'signature'>,
  { v2, legacy }: ReceivedHeaders,
  verification: Verification,
): Promise<(Omit<Received, 'id' | 'attempt'> & { readonly ok: true }) | Refusal> {
  const { keySet, needsAll } = verification;
  let right: Right | undefined;
  let wrong: Refusal | undefined;
  const checks = [
    ...(keySet && v2 !== undefined ? [() => checkV2({ ...signed, signature: v2 }, keySet)] : []),
    ...(verification.secrets.length > 0 && legacy !== undefined
      ? [() => checkLegacy({ ...signed, signature: legacy }, verification)]
      : []),
  ];
  for (const check of checks) {
    const result = await check();
    if (result.ok && !needsAll) return result;
    if (result.ok) right ??= result;
    else wrong = wrong ? { ...result, message: `${wrong.message}; ${result.message}` } : result;
  }
  return wrong ?? { ok: true, by: 'both', key: right?.key };
}

async function checkV2(signed: Signed, keySet: KeySet): Promise<Right | Refusal> {
  const { body, timestamp, signature } = signed;
  const bytes = decodeSignature(signature);
  const findKey = async (keys: readonly PublicKey[], signature: Bytes, bytes: Bytes) => {
    for (const key of keys) if (await key.verifies(signature, bytes)) return key;
    return undefined;
  };
  try {
    const keys = await keySet.keys();
    if (bytes !== undefined) {
      const joined = concat(body, utf8(timestamp));
      const key =
        (await findKey(keys, bytes, joined)) ??
        (await findKey((await keySet.newerKeys()) ?? [], bytes, joined));
      if (key !== undefined) return { ok: true, by: 'v2', key: key.kid };
    }
    const why = await explainV2Mismatch(
      signed,
      async (...args) => (await findKey(keys, ...args)) !== undefined,
    );
    return refusal('wrong_signature', `${V2}: ${why}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refusal('key_set_unavailable', `keySet: ${why}`);
  }
}

async function checkLegacy(signed: Signed, { secrets, algorithm }: Verification): Promise<Right | Refusal> {
  let right: Right | undefined;
  // All of them: the time shall not say which one was right.
  for (const { text, key } of secrets) {
    const digest = await legacySignature({ ...signed, secret: text }, algorithm);
    if (isSameText(digest, signed.signature)) right = { ok: true, by: 'legacy', key };
  }
  if (right !== undefined) return right;
  const { signature_key: named } = Object(parse(signed.body)?.value) as { signature_key?: unknown };
  const known = secrets.flatMap(({ key }) => key ?? []);
  if (typeof named === 'string' && known.length > 0 && !known.includes(named)) {
    return refusal(
      'unknown_key',
      `secrets: got those of ${known.join(', ')}, expected one of ${named.slice(0, 40)}, which the body names`,
    );
  }
  const why = await explainLegacyMismatch(signed, { secrets: secrets.map(({ text }) => text), algorithm });
  return refusal('wrong_signature', `${LEGACY}: ${why}`);
}

/** @returns `undefined` for what is no JSON in UTF-8. */
function parse(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return undefined;
  }
}
