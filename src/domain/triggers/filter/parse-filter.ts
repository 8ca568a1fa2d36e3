import { DomainError } from '../../errors';
import {
  walkJson,
  isJsonObject,
  findPrototypeName,
  utf8Length,
  type JsonNode,
  describeValue,
  isExactNumber,
} from '../../json/json-values';
import type { Filter } from '../trigger';
import { OPERATORS } from './operators';

const MAX_DEPTH = 32;
const MAX_NODES = 1_000;
/** UTF-8 bytes of the compact JSON text. */
const MAX_BYTES = 16_384;

/** How large a filter may be. */
export const FILTER_SIZES = { bytes: MAX_BYTES, nodes: MAX_NODES, depth: MAX_DEPTH } as const;

/**
 * Reads a trigger's `filter`: an object of known operators, small enough to be evaluated for every
 * event. Source: docs/decisions.md D3, D7.
 *
 * @returns `undefined` for `null`, `undefined` and `{}`, which stand for no filter.
 * @throws InvalidFilter with a JSON pointer to the fault.
 */
export function parseFilter(input: unknown): Filter | undefined {
  if (input === null || input === undefined) return undefined;
  if (!isJsonObject(input))
    throw fault('', input, 'a JSONLogic object such as {"==":[{"var":"format"},"jpg"]}');
  if (Object.keys(input).length === 0) return undefined;
  checkSize(input);
  for (const node of walkJson(input)) checkNode(node);
  return input;
}

/** Comes first: what the other checks cost depends on the size. */
function checkSize(filter: Filter): void {
  let nodes = 0;
  for (const { pointer, value, depth } of walkJson(filter)) {
    nodes += 1;
    if (nodes > MAX_NODES) throw fault(pointer, value, `at most ${MAX_NODES} values in the whole filter`);
    if (depth > MAX_DEPTH) throw fault(pointer, value, `at most ${MAX_DEPTH} levels of nesting`);
  }
  const bytes = utf8Length(JSON.stringify(filter));
  if (bytes > MAX_BYTES) throw fault('', filter, `at most ${MAX_BYTES} bytes of JSON, not ${bytes}`);
}

function checkNode({ value, pointer }: JsonNode): void {
  if (isJsonObject(value)) return checkOperation(value, pointer);
  if (Array.isArray(value) || value === null) return;
  if (typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && isExactNumber(value)) return;
  throw fault(pointer, value, 'a value that JSON keeps exactly');
}

/** An object with several keys would be a literal in JSONLogic; in a filter it is a mistake. */
function checkOperation(operation: Readonly<Record<string, unknown>>, pointer: string): void {
  const [operator, ...others] = Object.keys(operation);
  if (operator === undefined || others.length > 0)
    throw fault(pointer, operation, 'an object with exactly one operator');
  if (!OPERATORS.has(operator)) {
    throw fault(pointer, operation, `one of the operators ${[...OPERATORS].join(' ')}`);
  }
  const argument = { value: operation[operator], pointer: `${pointer}/${operator}` };
  for (const path of writtenPaths(operator, argument)) {
    const name = typeof path.value === 'string' ? findPrototypeName(path.value) : undefined;
    if (name !== undefined) throw fault(path.pointer, path.value, `a path without the segment "${name}"`);
  }
}

type Placed = Pick<JsonNode, 'value' | 'pointer'>;

/** The paths that an operation reads, as far as they are written out; the others are guarded at run time. */
function writtenPaths(operator: string, argument: Placed): readonly Placed[] {
  if (operator === 'var') return elementsOf(argument).slice(0, 1);
  if (operator === 'missing' || operator === 'missing_some') return elementsOf(argument).flatMap(elementsOf);
  return [];
}

/** An array's elements; anything else itself. */
function elementsOf({ value, pointer }: Placed): readonly Placed[] {
  if (!Array.isArray(value)) return [{ value, pointer }];
  return value.map((element: unknown, index) => ({ value: element, pointer: `${pointer}/${index}` }));
}

/** Says where in a filter its author made a mistake. */
export class InvalidFilter extends DomainError {
  constructor(
    /** RFC 6901; empty for the whole filter. */
    readonly pointer: string,
    message: string,
  ) {
    super('invalid_filter', message);
  }
}

function fault(pointer: string, value: unknown, expected: string): InvalidFilter {
  const place = pointer === '' ? 'filter' : `filter at ${pointer}`;
  return new InvalidFilter(pointer, `${place} is ${describeValue(value)}; expected ${expected}`);
}
