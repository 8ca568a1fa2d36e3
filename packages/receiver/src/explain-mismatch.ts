import { base64Of, concat, hexOf, utf8, type Bytes } from './bytes.ts';
import { decodeSignature } from './ed25519-signature.ts';
import { legacySignature, webCryptoName, type DigestAlgorithm } from './legacy-signature.ts';

/** Explaining costs several digests: no stranger shall have them of large bodies. */
const MAX_EXPLAINED_BYTES = 262_144;

const decoder = new TextDecoder();

interface Mismatch {
  readonly body: Uint8Array;
  readonly timestamp: string;
  readonly signature: string;
}

/** Says what a legacy signature that does not match looks like. */
export async function explainLegacyMismatch(
  { body, timestamp, signature }: Mismatch,
  { secrets, algorithm }: { readonly secrets: readonly string[]; readonly algorithm: DigestAlgorithm },
): Promise<string> {
  const other = algorithm === 'sha1' ? 'sha256' : 'sha1';
  for (const secret of body.length > MAX_EXPLAINED_BYTES ? [] : secrets) {
    if ((await legacySignature({ body, timestamp, secret }, other)) === signature) {
      return `got a ${webCryptoName(other)} digest, expected ${webCryptoName(algorithm)}; set algorithm: '${other}', as the product environment is set`;
    }
    for (const { bytes, what } of variantsOf(body)) {
      if ((await legacySignature({ body: bytes, timestamp, secret }, algorithm)) === signature) return what;
    }
    if (await isHmac({ body, timestamp, signature }, secret)) {
      return 'got an HMAC, expected a plain digest of body, timestamp and secret; another program signed it';
    }
  }
  const digits = algorithm === 'sha1' ? 40 : 64;
  const isDigest = /^[0-9a-f]+$/.test(signature) && signature.length === digits;
  return isDigest
    ? 'got a digest of other bytes or of another secret, expected one of this body and a secret given here'
    : `got ${signature.length} characters, expected the ${digits} lower-case hex digits of a ${webCryptoName(algorithm)} digest`;
}

/** Says what a version 2 signature that does not verify looks like. */
export async function explainV2Mismatch(
  { body, timestamp, signature }: Mismatch,
  verifies: (signature: Bytes, signed: Bytes) => Promise<boolean>,
): Promise<string> {
  const bytes = decodeSignature(signature);
  if (bytes === undefined) {
    return `got ${signature.length} characters, expected the base64 of 64 bytes, which has 88`;
  }
  for (const variant of body.length > MAX_EXPLAINED_BYTES ? [] : variantsOf(body)) {
    if (await verifies(bytes, concat(variant.bytes, utf8(timestamp)))) return variant.what;
  }
  return 'got a signature of other bytes or by another key, expected one of this body by a key of the key set';
}

/** What the body may have been before something on the way changed it. */
function variantsOf(body: Uint8Array): readonly { readonly bytes: Bytes; readonly what: string }[] {
  const text = decoder.decode(body);
  const variants = [];
  const compact = serialisedAgain(text);
  if (compact !== undefined && compact !== text) {
    variants.push({
      bytes: utf8(compact),
      what: 'got a body that was re-serialised, expected the bytes as they came; verify before a JSON parser runs',
    });
  }
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (codes.some((code) => code > 127) && codes.every((code) => code < 256)) {
    variants.push({
      bytes: Uint8Array.from(codes),
      what: 'got a body that was decoded as Latin-1, expected UTF-8; pass the bytes',
    });
  }
  return variants;
}

function serialisedAgain(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isHmac({ body, timestamp, signature }: Mismatch, secret: string): Promise<boolean> {
  for (const hash of ['SHA-1', 'SHA-256']) {
    const algorithm = { name: 'HMAC', hash };
    const key = await crypto.subtle.importKey('raw', utf8(secret), algorithm, false, ['sign']);
    for (const signed of [
      concat(body, utf8(timestamp)),
      concat(utf8(`${timestamp}.`), body),
      concat(body, utf8('')),
    ]) {
      const mac = await crypto.subtle.sign('HMAC', key, signed);
      if ([hexOf(mac), base64Of(new Uint8Array(mac))].includes(signature)) return true;
    }
  }
  return false;
}
