import { createKeySet, type JsonWebKeySet, type KeySet } from './key-set.ts';
import type { DigestAlgorithm } from './legacy-signature.ts';
import type { Refusal } from './refusal.ts';
import { listSecrets, type Secret, type Secrets } from './secrets.ts';
import type { Seen } from './seen.ts';

export interface ReceiverOptions {
  /** For `X-Cld-Signature`. */
  readonly secrets?: Secrets | undefined;
  /** For `X-Cld-Signature_v2`: the address of `/webhook_keys`, or what it answers. */
  readonly keySet?: string | URL | JsonWebKeySet | undefined;
  /** Which signature must be right: one of them at least (`any`, the default), that one, or both. */
  readonly require?: Requirement | undefined;
  /** Of the legacy digest, as the product environment is set; `sha1` by default. */
  readonly algorithm?: DigestAlgorithm | undefined;
  /** How far `X-Cld-Timestamp` may be from now; 300 by default. */
  readonly toleranceSeconds?: number | undefined;
  /** Ids of processed notifications; `memorySeen()` by default. */
  readonly seen?: Seen | undefined;
  /** Answers before the handlers run. What they throw then goes to `onError` alone: the notification is lost. */
  readonly ackFirst?: boolean | undefined;
  /** Larger bodies are answered with 413; 4 MiB by default. */
  readonly maxBodyBytes?: number | undefined;
  /** Gets each refusal of `handle`; writes a warning by default. */
  readonly onRefused?: ((refused: Refusal) => void) | undefined;
  /** Gets what a handler or the store of ids threw; writes it as an error by default. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Unix time in milliseconds; for tests. */
  readonly now?: (() => number) | undefined;
  /** Fetches the key set; the global `fetch` by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export type Requirement = keyof typeof NEEDED;

/** What a verification needs to know, checked. */
export interface Verification {
  /** Empty when the legacy signature is not looked at. */
  readonly secrets: readonly Secret[];
  /** `undefined` when version 2 is not looked at. */
  readonly keySet: KeySet | undefined;
  readonly needsAll: boolean;
  readonly algorithm: DigestAlgorithm;
  readonly toleranceSeconds: number;
  readonly now: () => number;
}

const NEEDED = {
  any: '`secrets` or `keySet`',
  v2: '`keySet`',
  legacy: '`secrets`',
  both: '`secrets` and `keySet`',
} as const;

/** @throws TypeError that names the option which cannot be used. */
export function readOptions(options: ReceiverOptions): Verification {
  const { require = 'any', algorithm = 'sha1', toleranceSeconds = 300, now = Date.now } = options;
  expectOneOf('require', require, Object.keys(NEEDED));
  expectOneOf('algorithm', algorithm, ['sha1', 'sha256']);
  if (!(toleranceSeconds > 0)) {
    throw new TypeError(`toleranceSeconds: got ${toleranceSeconds}, expected a number above 0`);
  }
  const given = listSecrets(options.secrets);
  const secrets = require === 'v2' ? [] : given;
  const fetch: typeof globalThis.fetch = (...args) => (options.fetch ?? globalThis.fetch)(...args);
  const keySet =
    options.keySet === undefined || require === 'legacy'
      ? undefined
      : createKeySet(options.keySet, { fetch, now });
  const needsAll = require === 'both';
  const has = [secrets.length > 0, keySet !== undefined];
  if (needsAll ? has.includes(false) : !has.includes(true)) {
    throw new TypeError(`require: got "${require}" without ${NEEDED[require]}, expected a value there`);
  }
  return { secrets, keySet, needsAll, algorithm, toleranceSeconds, now };
}

function expectOneOf(field: string, value: string, expected: readonly string[]): void {
  if (!expected.includes(value)) {
    throw new TypeError(`${field}: got "${value}", expected one of ${expected.join(', ')}`);
  }
}
