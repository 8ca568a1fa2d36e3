import type { SignatureAlgorithm } from './product-environment';
import type { SigningCandidate } from './signing-key';

/** The notification that a receiver got, as somebody asks about it. */
export interface ReceivedNotification {
  /** Bytes of the body, as the receiver has verified them. */
  readonly body: Uint8Array;
  /** `X-Cld-Timestamp`. */
  readonly timestamp: string;
  /** `X-Cld-Signature`, if there was one. */
  readonly signature: string | undefined;
  /** `X-Cld-Signature_v2`, if there was one. */
  readonly signatureV2: string | undefined;
}

/** An access key with what it signs with. */
interface Secret extends SigningCandidate {
  readonly apiSecret: string;
}

/** Public half of an Ed25519 pair. */
interface PublicHalf {
  readonly kid: string;
  /** Raw 32 bytes, base64url. */
  readonly x: string;
  readonly isPublished: boolean;
}

/** Everything that may have signed a product environment's notifications, disabled and retired keys included. */
export interface Verifiers {
  /** Of the legacy signature. */
  readonly algorithm: SignatureAlgorithm;
  readonly accessKeys: readonly Secret[];
  /** Newest first. */
  readonly pairs: readonly PublicHalf[];
}

/** A key that made a signature. */
interface SignatureMatch {
  readonly signature: 'legacy' | 'v2';
  readonly algorithm: SignatureAlgorithm | 'ed25519';
  /** Number of the access key, or `kid` of the pair. */
  readonly key: string;
}

/** Why a receiver may refuse a notification, in the order in which they are tried. */
export const SIGNATURE_CAUSES = [
  'other_algorithm',
  'other_key',
  'disabled_key',
  'retired_pair',
  'hmac',
  'trailing_newline',
  'byte_order_mark',
  'line_breaks',
  'reserialised',
  'separator',
  'timestamp_in_milliseconds',
  'encoding',
  'unknown',
  'too_old',
  'in_the_future',
  'v2_missing',
] as const;

/** Why a receiver may refuse a notification, in words. */
export interface SignatureCause {
  /** The signature that it is about; `undefined` if it concerns the whole notification. */
  readonly signature: 'legacy' | 'v2' | undefined;
  readonly code: (typeof SIGNATURE_CAUSES)[number];
  readonly words: string;
}

/** Whose signatures they are, and why a receiver may refuse them all the same. */
export interface SignatureFindings {
  readonly matches: readonly SignatureMatch[];
  readonly causes: readonly SignatureCause[];
}
