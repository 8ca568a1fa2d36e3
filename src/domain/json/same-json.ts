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
