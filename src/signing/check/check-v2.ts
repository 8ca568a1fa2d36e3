import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type {
  ReceivedNotification,
  SignatureCause,
  SignatureFindings,
  Verifiers,
} from '../../domain/keys/signature-check';
import type { Steps } from '../../kit/in-turns';
import { findVariant, variantWords } from './body-variants';

const SIGNATURE_BYTES = 64;
/** What the base64 of 64 bytes looks like. */
const IN_BASE64 = /^[A-Za-z0-9+/]{86}==$/;
const SEPARATORS = ['.', ':', '|', '\n'];

/** What to do with a timestamp in milliseconds. */
export const IN_MILLISECONDS = 'It fits the timestamp in seconds. Pass X-Cld-Timestamp as it came.';

type Pair = Verifiers['pairs'][number];
/** A pair whose public key is parsed, since it is tried many times. */
type ReadyPair = Omit<Pair, 'x'> & { readonly publicKey: KeyObject };

interface V2Suspect {
  readonly body: Buffer;
  readonly timestamp: string;
  readonly bytes: Buffer;
}

/** Finds whose version 2 signature it is; if it is nobody's, the nearest cause. Source: docs/decisions.md D15. */
export function* checkV2(
  { body, timestamp }: Pick<ReceivedNotification, 'timestamp'> & { readonly body: Buffer },
  signature: string,
  verifiers: Verifiers,
): Steps<SignatureFindings> {
  const pairs = verifiers.pairs.map(withPublicKey);
  const bytes = IN_BASE64.test(signature) ? Buffer.from(signature, 'base64') : undefined;
  const pair = bytes && findPair([body, timestamp], bytes, pairs);
  if (pair) {
    const match = { signature: 'v2', algorithm: 'ed25519', key: pair.kid } as const;
    return { matches: [match], causes: pair.isPublished ? [] : [retired(pair.kid)] };
  }
  return {
    matches: [],
    causes: [
      bytes
        ? yield* nearestCause({ body, timestamp, bytes }, pairs)
        : encodingCause({ body, timestamp }, signature, pairs),
    ],
  };
}

function* nearestCause(
  { body, timestamp, bytes }: V2Suspect,
  pairs: readonly ReadyPair[],
): Steps<SignatureCause> {
  const variant = yield* findVariant(
    body,
    (written) => findPair([written, timestamp], bytes, pairs) !== undefined,
  );
  if (variant) return v2(variant.code, variantWords(variant));
  const layouts = [...SEPARATORS.map((separator) => [body, separator, timestamp]), [timestamp, body], [body]];
  for (const parts of layouts) {
    yield;
    if (findPair(parts, bytes, pairs)) {
      return v2('separator', 'Body and timestamp were joined in another way, expected nothing between them.');
    }
  }
  const seconds = secondsForMs(timestamp);
  if (seconds !== undefined && findPair([body, seconds], bytes, pairs)) {
    return v2('timestamp_in_milliseconds', IN_MILLISECONDS);
  }
  return v2(
    'unknown',
    'It was made of other bytes, of another timestamp, or by a pair that this product environment never had.',
  );
}

/** The seconds of a timestamp that looks like one in milliseconds; `undefined` for any other. */
export function secondsForMs(timestamp: string): string | undefined {
  return /^\d{13}$/.test(timestamp) ? timestamp.slice(0, -3) : undefined;
}

/** Of a signature that is not written in base64. */
function encodingCause(
  { body, timestamp }: Pick<V2Suspect, 'body' | 'timestamp'>,
  signature: string,
  pairs: readonly ReadyPair[],
): SignatureCause {
  const bare = signature.trim();
  const bytes = Buffer.from(bare, /^[0-9a-f]{128}$/i.test(bare) ? 'hex' : 'base64');
  if (bytes.length === SIGNATURE_BYTES && findPair([body, timestamp], bytes, pairs)) {
    return v2(
      'encoding',
      'The signature is right and in another encoding. Send and read it in standard base64.',
    );
  }
  return v2(
    'unknown',
    `It has ${signature.length} characters, expected the base64 of 64 bytes, which has 88.`,
  );
}

function findPair(
  parts: readonly (Buffer | string)[],
  signature: Buffer,
  pairs: readonly ReadyPair[],
): ReadyPair | undefined {
  const signed = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return pairs.find(({ publicKey }) => verify(null, signed, publicKey, signature));
}

function withPublicKey({ x, ...pair }: Pair): ReadyPair {
  return { ...pair, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
}

function retired(kid: string): SignatureCause {
  return v2(
    'retired_pair',
    `The pair ${kid} has signed it, which is no longer published at /webhook_keys. Its notifications do not verify any more.`,
  );
}

function v2(code: SignatureCause['code'], words: string): SignatureCause {
  return { signature: 'v2', code, words };
}
