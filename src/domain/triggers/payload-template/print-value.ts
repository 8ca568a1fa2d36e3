/**
 * Prints a JSON value as a payload template does: texts as they are, null and missing values as
 * nothing, all else as compact JSON. Source: docs/decisions.md D10.
 *
 * @returns `undefined` for a structure that would be longer than `maxCharacters`; it is not printed
 * to find that out.
 */
export function printValue(value: unknown, maxCharacters: number): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return leastLength(value, maxCharacters) > maxCharacters ? undefined : JSON.stringify(value);
}

/** Length of a value's compact JSON, without what escaping adds. Counts little further than `enough`. */
function leastLength(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length + '""'.length;
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Array.isArray(value) ? leastLengthOfArray(value, enough) : leastLengthOfObject(value, enough);
}

function leastLengthOfArray(elements: readonly unknown[], enough: number): number {
  let length = '['.length;
  for (let index = 0; index < elements.length && length <= enough; index++) {
    length += leastLength(elements[index], enough - length) + ','.length;
  }
  return length;
}

function leastLengthOfObject(members: object, enough: number): number {
  let length = '{'.length;
  for (const key of Object.keys(members)) {
    length += key.length + '"":,'.length;
    if (length > enough) break;
    length += leastLength(Reflect.get(members, key), enough - length);
  }
  return length;
}
