const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A key that protects secrets at rest. */
export interface MasterKey {
  readonly kid: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The first one is active: it protects whatever is written. The others still read what they protect. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

/**
 * Reads `kid=base64[,…]`, first is active. Source: docs/decisions.md D51.
 *
 * @throws Error that lists every fault by its entry's place, and never shows an entry: one without
 *   its `kid=` is nothing but a key.
 */
export function parseMasterKeys(text: string): MasterKeys {
  const entries = text.split(',').map((entry) => parseEntry(entry.trim()));
  const faults = entries.flatMap(({ fault }, index) => (fault ? [`entry ${index + 1} ${fault}`] : []));
  const keys = entries.flatMap(({ key }) => (key ? [key] : []));
  faults.push(...repeatedKids(keys).map((kid) => `the key id "${kid}" is given more than once`));

  const [active, ...others] = keys;
  if (faults.length > 0 || !active) throw new Error(faults.join('; '));
  return [active, ...others];
}

type Entry =
  { readonly key: MasterKey; readonly fault?: never } | { readonly key?: never; readonly fault: string };

function parseEntry(entry: string): Entry {
  if (entry === '') return { fault: 'is empty' };
  const separator = entry.indexOf('=');
  const kid = entry.slice(0, Math.max(separator, 0));
  const encoded = entry.slice(separator + 1);
  // Padding alone after the only "=" means that the whole entry was a key.
  if (separator < 0 || /^=?$/.test(encoded)) return { fault: 'must be a key id, "=" and a key in base64' };
  if (!KEY_ID.test(kid)) return { fault: 'has a key id that is not 1 to 32 of A-Z a-z 0-9 _ -' };
  if (!BASE64.test(encoded)) return { fault: 'has a key that is not base64' };
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== KEY_BYTES) return { fault: `has a key of ${key.length} bytes; expected ${KEY_BYTES}` };
  return { key: { kid, key } };
}

function repeatedKids(keys: readonly MasterKey[]): readonly string[] {
  const kids = keys.map(({ kid }) => kid);
  return [...new Set(kids.filter((kid, index) => kids.indexOf(kid) !== index))];
}
