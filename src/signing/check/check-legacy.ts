import type {
  ReceivedNotification,
  SignatureCause,
  SignatureFindings,
  Verifiers,
} from '../../domain/keys/signature-check';
import type { Steps } from '../../kit/in-turns';
import { chooseSigningKey } from '../../domain/keys/signing-key';
import type { SignatureAlgorithm } from '../../domain/keys/product-environment';
import { findVariant, variantWords } from './body-variants';
import {
  findDigest,
  findHmac,
  findOtherLayout,
  hexDigitsOf,
  type Found,
  type LegacySuspect,
} from './legacy-suspects';
import { IN_MILLISECONDS, secondsForMs } from './timestamp-forms';

const NAMES: Readonly<Record<SignatureAlgorithm, string>> = { sha1: 'SHA-1', sha256: 'SHA-256' };

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
