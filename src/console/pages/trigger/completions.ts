import { OPERATORS } from '../../../domain/triggers/filter';
import type { ReadablePath } from './readable-paths';

/** What could be written at a place of a text. */
export interface Completions {
  /** Where the part that it replaces begins, as an offset into the text. */
  readonly from: number;
  /** Where that part ends. */
  readonly to: number;
  readonly options: readonly Completion[];
}

interface Completion {
  readonly label: string;
  /** Beside it: what it is for, or the value that it has. */
  readonly detail: string;
  /** What is written in place of the label. */
  readonly text: string;
}

/** How an operation is written, after its opening brace. A blank is left where something has to be filled in. */
const EXAMPLES: Readonly<Record<string, string>> = {
  var: '"var": ""',
  missing: '"missing": [""]',
  missing_some: '"missing_some": [1, [""]]',
  if: '"if": [true, true, false]',
  '!': '"!": [true]',
  '!!': '"!!": [true]',
  in: '"in": ["", { "var": "tags" }]',
  cat: '"cat": ["", ""]',
  substr: '"substr": [{ "var": "" }, 0, 3]',
  merge: '"merge": [[], []]',
  map: '"map": [{ "var": "" }, { "var": "" }]',
  filter: '"filter": [{ "var": "" }, { "var": "" }]',
  reduce: '"reduce": [{ "var": "" }, { "var": "current" }, 0]',
};
const ON_LISTS = new Set(['all', 'none', 'some']);
const LOGICAL = new Set(['and', 'or']);

const WHAT: Readonly<Record<string, string>> = {
  var: 'a value of the notification',
  missing: 'names that are not there',
  missing_some: 'names that are not there, unless enough are',
  if: 'condition, then, else',
  '?:': 'condition, then, else',
  in: 'part of a text, or element of a list',
  all: 'every element of a list',
  none: 'no element of a list',
  some: 'an element of a list',
  and: 'all of them',
  or: 'one of them',
  '!': 'not',
  '!!': 'as true or false',
  '==': 'equal, after conversion',
  '===': 'equal, of one type',
  '!=': 'not equal, after conversion',
  '!==': 'not equal, or of another type',
};

/** Before the caret: an opening brace, and perhaps the start of an operator. */
const OPERATOR_START = /\{\s*"?([\w!=<>?:%*+/-]*)$/;
/** Before the caret: the start of a path that a filter reads. */
const VAR_START = /"(?:var|missing)"\s*:\s*\[?\s*"([^"\\]*)$/;
/** Before the caret: the start of a name in a Mustache tag. */
const TAG_START = /\{\{\s*[#^&]?\s*([\w.-]*)$/;

/** What a filter could have at an offset. */
export function filterCompletions(
  text: string,
  offset: number,
  paths: readonly ReadablePath[],
): Completions | undefined {
  const before = text.slice(0, offset);
  const path = VAR_START.exec(before)?.[1];
  if (path !== undefined) {
    const options = paths.map(({ path: name, value }) => ({ label: name, detail: value, text: name }));
    return { from: offset - path.length, to: offset, options };
  }
  const operator = OPERATOR_START.exec(before);
  if (!operator) return undefined;
  const typed = operator[0].replace(/^\{\s*/, '');
  // Quotes that the editor has closed by itself.
  const to = typed.startsWith('"') && text[offset] === '"' ? offset + 1 : offset;
  const options = [...OPERATORS].map((name) => ({
    label: name,
    detail: WHAT[name] ?? '',
    text: exampleOf(name),
  }));
  return { from: offset - typed.length, to, options };
}

function exampleOf(operator: string): string {
  if (ON_LISTS.has(operator)) return `"${operator}": [{ "var": "" }, { "==": [{ "var": "" }, ""] }]`;
  if (LOGICAL.has(operator)) return `"${operator}": [{}, {}]`;
  return EXAMPLES[operator] ?? `"${operator}": [{ "var": "" }, ""]`;
}

/** What a payload template could have at an offset. */
export function templateCompletions(
  text: string,
  offset: number,
  paths: readonly ReadablePath[],
): Completions | undefined {
  const typed = TAG_START.exec(text.slice(0, offset))?.[1];
  if (typed === undefined) return undefined;
  const isClosed = /^\s*\}\}/.test(text.slice(offset));
  const options = paths.map(({ path, value }) => ({
    label: path,
    detail: value,
    text: isClosed ? path : `${path}}}`,
  }));
  return { from: offset - typed.length, to: offset, options };
}
