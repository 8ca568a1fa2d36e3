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
