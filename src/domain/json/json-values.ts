/** Whether a JSON value is an object, and neither an array nor null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** A value inside a JSON document, with its place. */
export interface JsonNode {
  readonly value: unknown;
  /** Name of the member that holds it, when its parent is an object. */
  readonly key: string | undefined;
  /** 1 for the document itself. */
  readonly depth: number;
  /** RFC 6901; empty for the document itself. */
  readonly pointer: string;
}

interface Open {
  readonly node: JsonNode;
  readonly children: Iterator<readonly [string | number, unknown]>;
}

/**
 * Walks a JSON value without recursion, parents before children, in document order. It looks at a node's children only
 * when asked for the next node. A consumer who stops at a limit therefore pays only up to that limit.
 */
export function* walkJson(root: unknown): Generator<JsonNode, void> {
  const document: JsonNode = { value: root, key: undefined, depth: 1, pointer: '' };
  yield document;
  const open: Open[] = [{ node: document, children: childrenOf(root) }];
  for (let parent = open.at(-1); parent; parent = open.at(-1)) {
    const next = parent.children.next();
    if (next.done) {
      open.pop();
      continue;
    }
    const [step, value] = next.value;
    const node: JsonNode = {
      value,
      key: typeof step === 'string' ? step : undefined,
      depth: parent.node.depth + 1,
      pointer: `${parent.node.pointer}/${escapeStep(step)}`,
    };
    yield node;
    open.push({ node, children: childrenOf(value) });
  }
}

function* childrenOf(value: unknown): Generator<readonly [string | number, unknown], void> {
  if (Array.isArray(value)) yield* value.entries();
  else if (typeof value === 'object' && value !== null) yield* Object.entries(value);
}

/** A member's name or an element's index as a step of a JSON pointer. Source: RFC 6901 §3. */
export function escapeStep(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Names that lead from an object to what all objects share; refused wherever a customer writes a path. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** The first such name in a dotted path. */
export function findPrototypeName(path: string): string | undefined {
  return path.split('.').find((segment) => PROTOTYPE_NAMES.has(segment));
}

const MAX_CHARACTERS = 80;

/** Names a value of unknown size and depth in an error message, shortened to 80 characters. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${shorten(listed(keys), MAX_CHARACTERS)}`;
  }
  return shorten(typeof value === 'string' ? JSON.stringify(value) : String(value), MAX_CHARACTERS);
}

function listed(keys: readonly string[]): string {
  return keys
    .slice(0, MAX_CHARACTERS)
    .map((key) => JSON.stringify(key))
    .join(', ');
}

/** A text, cut: a longer one ends in `…`, and no character is cut in half. @param maxCharacters the `…` included. */
export function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const kept = text.slice(0, maxCharacters - 1);
  return `${isHighSurrogate(kept.charCodeAt(kept.length - 1)) ? kept.slice(0, -1) : kept}…`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/**
 * The JSON text of a value, cut: a longer one ends in `…`. It costs no more than what it shows, however large the value
 * is. What JSON lacks is named: `undefined`, `NaN`, `Infinity`.
 *
 * @param maxCharacters of the text, the `…` included.
 */
export function shortJson(value: unknown, maxCharacters: number): string {
  let text = '';
  for (const piece of piecesOf(value, maxCharacters)) {
    text += piece;
    if (text.length > maxCharacters) return shorten(text, maxCharacters);
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

const encoder = new TextEncoder();

/** Number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
