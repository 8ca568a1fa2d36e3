import { createHash, createHmac, timingSafeEqual, type Hash } from 'node:crypto';
import type { Steps } from '../../kit/in-turns';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../domain/keys/product-environment';

/** Beyond this many bytes no HMAC is tried: it takes each secret over the whole body. */
const MAX_HMAC_BYTES = 262_144;

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

interface SecretKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface LegacySuspect {
  readonly body: Buffer;
  readonly timestamp: string;
  readonly signature: string;
}

/** What a legacy signature turned out to be. */
export interface Found {
  readonly algorithm: SignatureAlgorithm;
  readonly apiKey: string;
}

/**
 * Finds the key whose digest of body, timestamp and secret a signature is. The body is hashed once for all keys.
 *
 * @param signature lower-case hex digits.
 */
export function findDigest(
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

/** Finds the key whose digest a signature is when body, timestamp and secret are joined in another way. */
export function findOtherLayout(
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

/** Finds the key with whose secret a signature is an HMAC, whatever was signed with it. */
export function* findHmac(
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
export function hexDigitsOf(algorithm: SignatureAlgorithm): number {
  return algorithm === 'sha1' ? 40 : 64;
}

/** Takes as long whatever is different: nobody learns a signature from how long an answer took. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
