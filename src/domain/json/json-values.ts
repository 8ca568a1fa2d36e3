const MAX_CHARACTERS = 80;

/** Names a value of unknown size and depth in an error message, shortened to 80 characters. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${shorten(listed(keys))}`;
  }
  return shorten(typeof value === 'string' ? JSON.stringify(value) : String(value));
}

function listed(keys: readonly string[]): string {
  return keys
    .slice(0, MAX_CHARACTERS)
    .map((key) => JSON.stringify(key))
    .join(', ');
}

function shorten(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;
}

/**
 * Whether a number read from JSON is written again as it came. A double holds each whole number up to 2^53 - 1, and
 * JSON has only finite numbers.
 *
 * A fraction is always accepted, as the nearest double. Whole numbers name things, so the last digit counts; fractions
 * are measurements. Producers print doubles with more digits than are needed to tell them apart (C's `%.17g` writes 0.1
 * as 0.10000000000000001). A comparison of digits would refuse what every reader takes for the same double.
 */
export function isExactNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

/** Whether two JSON values mean the same; the order of an object's keys, and keys without a value, do not count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const entriesOfA = definedEntries(a);
  const ofB = new Map(definedEntries(b));
  return (
    entriesOfA.length === ofB.size &&
    entriesOfA.every(([key, value]) => ofB.has(key) && isSameJson(value, ofB.get(key)))
  );
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
