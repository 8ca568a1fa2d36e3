/**
 * The JSON text of a value, cut: a longer one ends in `…`. It costs no more than what it shows, however large the value is.
 * What JSON lacks is named: `undefined`, `NaN`, `Infinity`.
 *
 * @param maxCharacters of the text, the `…` included.
 */
export function shortJson(value: unknown, maxCharacters: number): string {
  let text = '';
  for (const piece of piecesOf(value, maxCharacters)) {
    text += piece;
    if (text.length > maxCharacters) return `${text.slice(0, maxCharacters - 1)}…`;
  }
  return text;
}

function* piecesOf(value: unknown, maxCharacters: number): Generator<string, void> {
  if (typeof value === 'string') yield JSON.stringify(value.slice(0, maxCharacters));
  else if (Array.isArray(value)) yield* listPieces(value, maxCharacters);
  else if (typeof value === 'object' && value !== null) yield* objectPieces(value, maxCharacters);
  else yield String(value);
}

function* listPieces(list: readonly unknown[], maxCharacters: number): Generator<string, void> {
  let separator = '[';
  for (const element of list) {
    yield separator;
    yield* piecesOf(element, maxCharacters);
    separator = ',';
  }
  yield list.length === 0 ? '[]' : ']';
}

function* objectPieces(object: object, maxCharacters: number): Generator<string, void> {
  const keys = Object.keys(object);
  let separator = '{';
  for (const key of keys) {
    yield `${separator}${JSON.stringify(key.slice(0, maxCharacters))}:`;
    yield* piecesOf(Reflect.get(object, key), maxCharacters);
    separator = ',';
  }
  yield keys.length === 0 ? '{}' : '}';
}
