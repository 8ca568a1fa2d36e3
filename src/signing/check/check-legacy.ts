import { createHash, createHmac, timingSafeEqual, type Hash } from 'node:crypto';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../domain/keys/product-environment';
import type {
  ReceivedNotification,
  SignatureCause,
  SignatureFindings,
  Verifiers,
} from '../../domain/keys/signature-check';
import { chooseSigningKey } from '../../domain/keys/signing-key';
import type { Steps } from '../../kit/in-turns';
import { findVariant, variantWords } from './body-variants';
import { IN_MILLISECONDS, secondsForMs } from './check-v2';

const NAMES: Readonly<Record<SignatureAlgorithm, string>> = { sha1: 'SHA-1', sha256: 'SHA-256' };

interface SecretKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

interface LegacySuspect {
  readonly body: Buffer;
  readonly timestamp: string;
  readonly signature: string;
}

/** What a legacy signature turned out to be. */
interface Found {
  readonly algorithm: SignatureAlgorithm;
  readonly apiKey: string;
}

/** Finds whose legacy signature it is; if it is nobody's, the nearest cause. Source: docs/decisions.md D14. */
export function* checkLegacy(
  { body, timestamp }: Pick<ReceivedNotification, 'timestamp'> & { readonly body: Buffer },
  signature: string,
  verifiers: Verifiers,
): Steps<SignatureFindings> {
  const signing = chooseSigningKey(verifiers.accessKeys);
  const keys = [...verifiers.accessKeys].sort((a, b) => Number(b === signing) - Number(a === signing));
  const suspect: LegacySuspect = { body, timestamp, signature };
  const found = findDigest(suspect, keys);
  if (found) {
    const match = { signature: 'legacy', algorithm: found.algorithm, key: found.apiKey } as const;
    return { matches: [match], causes: otherThanNow(found, verifiers) };
  }
  return { matches: [], causes: [yield* nearestCause(suspect, keys, verifiers)] };
}

/** What is different about a genuine signature from those that are made now. */
function otherThanNow(
  { algorithm, apiKey }: Found,
  { algorithm: now, accessKeys }: Verifiers,
): readonly SignatureCause[] {
  const causes: SignatureCause[] = [];
  const signing = chooseSigningKey(accessKeys);
  if (algorithm !== now) {
    causes.push(
      legacy(
        'other_algorithm',
        `It is a ${NAMES[algorithm]} digest. This product environment signs with ${NAMES[now]} now. The receiver must be set to the same.`,
      ),
    );
  }
  if (apiKey !== signing?.apiKey) {
    const isEnabled = accessKeys.some((key) => key.apiKey === apiKey && key.enabled);
    const rest = signing
      ? `The key ${signing.apiKey} signs new notifications. The receiver needs the secret of the one that signed.`
      : 'No access key is enabled, so nothing is signed at present.';
    causes.push(
      isEnabled
        ? legacy('other_key', `The access key ${apiKey} has signed it, which signs no new ones. ${rest}`)
        : legacy('disabled_key', `The access key ${apiKey} has signed it, which is disabled now. ${rest}`),
    );
  }
  return causes;
}

function* nearestCause(
  suspect: LegacySuspect,
  keys: Verifiers['accessKeys'],
  { algorithm }: Verifiers,
): Steps<SignatureCause> {
  const { body, timestamp, signature } = suspect;
  const hmac = yield* findHmac(suspect, keys);
  if (hmac) {
    return legacy(
      'hmac',
      `It is an HMAC with the secret of the key ${hmac.apiKey}. This service makes plain digests of body, timestamp and secret, so another program has signed it.`,
    );
  }
  const variant = yield* findVariant(
    body,
    (bytes) => findDigest({ body: bytes, timestamp, signature }, keys) !== undefined,
  );
  if (variant) return legacy(variant.code, variantWords(variant));
  const other = findOtherLayout(suspect, keys);
  if (other) {
    return legacy(
      'separator',
      `It was made ${other.words}. This service joins body, timestamp and secret without anything between them.`,
    );
  }
  const seconds = secondsForMs(timestamp);
  if (seconds !== undefined && findDigest({ ...suspect, timestamp: seconds }, keys)) {
    return legacy('timestamp_in_milliseconds', IN_MILLISECONDS);
  }
  for (const { form, words } of hexForms(signature)) {
    if (findDigest({ ...suspect, signature: form }, keys)) {
      return legacy('encoding', `The digest is right and ${words}. Send and compare lower-case hex digits.`);
    }
  }
  return legacy('unknown', unknownWords(signature, algorithm));
}

/** How a digest may look that is not written in lower-case hex digits. */
function hexForms(signature: string): readonly { readonly form: string; readonly words: string }[] {
  const bare = signature.trim().replace(/^(sha1|sha256|v1)[=,]/i, '');
  return [
    { form: bare, words: 'has something before or after it' },
    { form: bare.toLowerCase(), words: 'is in capital letters' },
    { form: Buffer.from(bare, 'base64').toString('hex'), words: 'is in base64' },
  ].filter(({ form }) => form !== signature);
}

function unknownWords(signature: string, algorithm: SignatureAlgorithm): string {
  const digits = hexDigitsOf(algorithm);
  return /^[0-9a-f]+$/.test(signature) && signature.length === digits
    ? 'It was made of other bytes, another timestamp, or a secret that this product environment does not have. Deleted keys cannot be tried.'
    : `It has ${signature.length} characters, expected the ${digits} lower-case hex digits of a ${NAMES[algorithm]} digest.`;
}

function legacy(code: SignatureCause['code'], words: string): SignatureCause {
  return { signature: 'legacy', code, words };
}

/**
 * Finds the key whose digest of body, timestamp and secret a signature is. The body is hashed once for all keys.
 *
 * @param signature lower-case hex digits.
 */
function findDigest(
  { body, timestamp, signature }: LegacySuspect,
  keys: readonly SecretKey[],
): Found | undefined {
  return findHash(signature, keys, (algorithm) => {
    const hashed = createHash(algorithm).update(body).update(timestamp);
    return ({ apiSecret }) => hashed.copy().update(apiSecret);
  });
}

interface Joined extends Found {
  /** How the parts were joined, in words. */
  readonly words: string;
}

/** What stands between the parts where they are joined otherwise than here. */
const SEPARATORS: Readonly<Record<string, string>> = {
  '.': 'a dot',
  ':': 'a colon',
  '|': 'a bar',
  '&': 'an ampersand',
  ',': 'a comma',
  ' ': 'a space',
  '\n': 'a line break',
};

/** Finds the key whose digest a signature is when body, timestamp and secret are joined in another way. */
function findOtherLayout(
  { body, timestamp, signature }: LegacySuspect,
  keys: readonly SecretKey[],
): Joined | undefined {
  const joined = (words: string, begin: (hash: Hash) => Hash, end: (hash: Hash, key: SecretKey) => Hash) => {
    const found = findHash(signature, keys, (algorithm) => {
      const begun = begin(createHash(algorithm));
      return (key) => end(begun.copy(), key);
    });
    return found && { ...found, words };
  };
  const ends = (hash: Hash, { apiSecret }: SecretKey) => hash.update(apiSecret);
  const layouts: readonly (() => Joined | undefined)[] = [
    ...Object.entries(SEPARATORS).map(
      ([separator, words]) =>
        () =>
          joined(
            `with ${words} between body, timestamp and secret`,
            (hash) => hash.update(body).update(separator).update(timestamp).update(separator),
            ends,
          ),
    ),
    () => joined('with the timestamp before the body', (hash) => hash.update(timestamp).update(body), ends),
    () =>
      joined(
        'with the timestamp and a dot before the body',
        (hash) => hash.update(`${timestamp}.`).update(body),
        ends,
      ),
    () => joined('without the timestamp', (hash) => hash.update(body), ends),
    () =>
      joined(
        'with a line break after the secret',
        (hash) => hash.update(body).update(timestamp),
        (hash, { apiSecret }) => hash.update(`${apiSecret}\n`),
      ),
    () =>
      joined(
        'without the secret',
        (hash) => hash.update(body).update(timestamp),
        (hash) => hash,
      ),
  ];
  for (const layout of layouts) {
    const found = layout();
    if (found) return found;
  }
  return undefined;
}

/** Beyond this many bytes no HMAC is tried: it takes each secret over the whole body. */
const MAX_HMAC_BYTES = 262_144;

/** Finds the key with whose secret a signature is an HMAC, whatever was signed with it. */
function* findHmac(
  { body, timestamp, signature }: LegacySuspect,
  keys: readonly SecretKey[],
): Steps<Found | undefined> {
  if (body.length > MAX_HMAC_BYTES) return undefined;
  const signed = [[body, timestamp], [`${timestamp}.`, body], [body]];
  for (const algorithm of SIGNATURE_ALGORITHMS) {
    for (const { apiKey, apiSecret } of keys) {
      yield;
      for (const parts of signed) {
        const hmac = createHmac(algorithm, apiSecret);
        for (const part of parts) hmac.update(part);
        const digest = hmac.digest();
        if (isSame(digest.toString('hex'), signature) || isSame(digest.toString('base64'), signature)) {
          return { algorithm, apiKey };
        }
      }
    }
  }
  return undefined;
}

function findHash(
  signature: string,
  keys: readonly SecretKey[],
  begin: (algorithm: SignatureAlgorithm) => (key: SecretKey) => Hash,
): Found | undefined {
  const algorithm = SIGNATURE_ALGORITHMS.find((each) => hexDigitsOf(each) === signature.length);
  if (algorithm === undefined) return undefined;
  const end = begin(algorithm);
  const key = keys.find((each) => isSame(end(each).digest('hex'), signature));
  return key && { algorithm, apiKey: key.apiKey };
}

/** How many hex digits a digest has. */
function hexDigitsOf(algorithm: SignatureAlgorithm): number {
  return algorithm === 'sha1' ? 40 : 64;
}

/** Takes as long whatever is different: nobody learns a signature from how long an answer took. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
