import { describeValue } from './json-values';

/** Where a text stops being JSON. */
interface JsonFault {
  /** 0-based, in UTF-16 units. */
  readonly position: number;
  readonly expected: string;
}

type Expecting =
  | 'a value'
  | 'a value or "]"'
  | 'a property name'
  | 'a property name or "}"'
  | '":"'
  | '"," or "]"'
  | '"," or "}"'
  | 'the end of the text';

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** From the space on, without quote and backslash. */
const PLAIN_CHARACTERS = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the first fault of a text that `JSON.parse` refuses; the engine's own messages often lack the position.
 * Works without recursion.
 *
 * @returns `undefined` when there is none. Source: RFC 8259.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'a value';
  let position = skip(SPACE, text, 0);
  while (position < text.length) {
    const end = tokenEnd(text, position, expecting);
    if ('expected' in end) return end;
    expecting = next(expecting, text.charAt(position), open);
    position = skip(SPACE, text, end.position);
  }
  return expecting === 'the end of the text' ? undefined : { position: text.length, expected: expecting };
}

function tokenEnd(text: string, position: number, expecting: Expecting): JsonFault | { position: number } {
  const character = text.charAt(position);
  const fault = { position, expected: expecting };
  if (expecting.includes(`"${character}"`)) return { position: position + 1 };
  if (character === '"') return isBefore(expecting, 'a ') ? stringEnd(text, position) : fault;
  if (!isBefore(expecting, 'a value')) return fault;
  if (character === '{' || character === '[') return { position: position + 1 };
  const end = skip(LITERAL, text, position);
  return end > position ? { position: end } : fault;
}

function isBefore(expecting: Expecting, start: string): boolean {
  return expecting.startsWith(start);
}

function stringEnd(text: string, start: number): JsonFault | { position: number } {
  let position = start + 1;
  for (;;) {
    position = skip(PLAIN_CHARACTERS, text, position);
    if (text.charAt(position) === '"') return { position: position + 1 };
    const end = skip(ESCAPE, text, position);
    if (end === position)
      return { position, expected: 'the rest of a string, its control characters escaped' };
    position = end;
  }
}

/** The characters that may follow a token, known by its first character. */
function next(expecting: Expecting, first: string, open: ('{' | '[')[]): Expecting {
  if (first === ':') return 'a value';
  if (first === ',') return open.at(-1) === '{' ? 'a property name' : 'a value';
  if (first === '"' && expecting.startsWith('a property name')) return '":"';
  if (first === '{' || first === '[') {
    open.push(first);
    return first === '{' ? 'a property name or "}"' : 'a value or "]"';
  }
  if (first === '}' || first === ']') open.pop();
  if (open.length === 0) return 'the end of the text';
  return open.at(-1) === '{' ? '"," or "}"' : '"," or "]"';
}

/** @returns the position after what `pattern`, a sticky one, matches at `position`; `position` itself when it does not. */
function skip(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position;
}

const SHOWN_CHARACTERS = 20;

/** Says for an error message where a text that `JSON.parse` refuses stops being JSON, what is there, and what was expected. */
export function describeJsonFault(text: string): string {
  const { position, expected } = findJsonFault(text) ?? { position: text.length, expected: 'JSON' };
  const before = text.slice(0, position).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const found =
    position < text.length
      ? describeValue(text.slice(position, position + SHOWN_CHARACTERS))
      : 'the end of the text';
  return `malformed JSON at position ${position} (line ${before.length}, column ${column}): got ${found}, expected ${expected}`;
}
