import { importPublicKey, type JsonWebKeyLike, type PublicKey } from './ed25519-signature.ts';

/** What `GET /webhook_keys` answers. Source: RFC 7517. */
export interface JsonWebKeySet {
  readonly keys: readonly JsonWebKeyLike[];
}

export interface KeySet {
  /**
   * The public keys, not older than 5 minutes while their address answers, else than 24 hours.
   *
   * @throws Error when there are none.
   */
  keys(): Promise<readonly PublicKey[]>;
  /** Fetches again for a signature that no key verifies, unless that happened within 30 seconds: `undefined` then. */
  newerKeys(): Promise<readonly PublicKey[] | undefined>;
}

export interface KeySetOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
}

/** A revoked key is trusted no longer than this. Source: docs/verifying.md. */
const FRESH_MS = 300_000;
const STALE_MS = 86_400_000;
const REFETCH_MS = 30_000;
/** After a failure, with no keys to go on with. */
const RETRY_MS = 1_000;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 65_536;

/** @throws TypeError for an address that is neither https nor on this machine. */
export function createKeySet(source: string | URL | JsonWebKeySet, options: KeySetOptions): KeySet {
  if (typeof source === 'string' || source instanceof URL) return fetchedKeySet(addressOf(source), options);
  if (!Array.isArray(source?.keys)) {
    throw new TypeError(`keySet: got ${typeof source}, expected an address or { keys: […] }`);
  }
  let keys: Promise<readonly PublicKey[]> | undefined;
  return { keys: () => (keys ??= importKeys(source)), newerKeys: async () => undefined };
}

function fetchedKeySet(address: URL, { fetch, now }: KeySetOptions): KeySet {
  let kept: readonly PublicKey[] = [];
  let keptAtMs = -Infinity;
  let triedAtMs = -Infinity;
  let failure: unknown;
  let fetching: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    triedAtMs = now();
    try {
      kept = await importKeys(await fetchJson(address, fetch));
      keptAtMs = triedAtMs;
    } catch (error) {
      failure = error;
    } finally {
      fetching = undefined;
    }
  }
  const refreshOnce = () => (fetching ??= refresh());
  const isKept = (maxAgeMs: number) => now() - keptAtMs < maxAgeMs;
  const mayTry = () => now() - triedAtMs >= (isKept(STALE_MS) ? REFETCH_MS : RETRY_MS);

  return {
    async keys() {
      if (!isKept(FRESH_MS) && (fetching !== undefined || mayTry())) await refreshOnce();
      if (isKept(STALE_MS)) return kept;
      throw failure;
    },
    async newerKeys() {
      if (fetching === undefined && !mayTry()) return undefined;
      const before = keptAtMs;
      await refreshOnce();
      return keptAtMs > before ? kept : undefined;
    },
  };
}

function addressOf(source: string | URL): URL {
  const address = URL.canParse(String(source)) ? new URL(source) : undefined;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address?.hostname ?? '');
  if (address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopback)) return address;
  throw new TypeError(`keySet: got "${source}", expected an https address, or http on this machine`);
}

async function fetchJson(address: URL, fetch: typeof globalThis.fetch): Promise<JsonWebKeySet> {
  // A redirect could lead to plain http. Workers know no redirect: 'error'.
  const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status !== 200) throw new Error(`got status ${answer.status}, expected 200`);
  const decoder = new TextDecoder();
  const reader = answer.body?.getReader();
  let text = '';
  for (let bytes = 0; ;) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) return JSON.parse(text + decoder.decode()) as JsonWebKeySet;
    text += decoder.decode(value, { stream: true });
    if ((bytes += value.length) > MAX_BYTES) {
      await reader?.cancel();
      throw new Error(`got more than ${MAX_BYTES} bytes, expected fewer`);
    }
  }
}

/** @throws Error when none can be used. */
async function importKeys({ keys }: JsonWebKeySet): Promise<readonly PublicKey[]> {
  const imported = await Promise.allSettled(keys.map(importPublicKey));
  const usable = imported.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (usable.length > 0) return usable;
  const failed = imported.find((each) => each.status === 'rejected');
  throw new Error(`got ${keys.length} keys, none usable with Ed25519 here: ${String(failed?.reason)}`);
}
