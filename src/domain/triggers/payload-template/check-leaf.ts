import { describeValue } from '../../json/describe-value';
import { findPrototypeName } from '../../json/walk-json';
import { BudgetedWriter } from './budgeted-writer';
import { TEMPLATE_NAMESPACES } from './template-context';

/** What is wrong with a string leaf. */
interface LeafFault {
  readonly found: string;
  readonly expected: string;
}

type Token = readonly [type: string, name: string, start: number, end: number, children?: readonly Token[]];

interface Scope {
  /** Number of enclosing sections, inverted ones included. */
  readonly depth: number;
  /** Inside a section that is not inverted, names may be members of the section's value. */
  readonly hasItem: boolean;
}

const MAX_SECTION_DEPTH = 16;
const MAX_NAME_CHARACTERS = 256;
const NAME = /^[A-Za-z_][\w-]*(\.[\w-]+){0,31}$/;
/** The library's search for the end of a tag is quadratic in the length of such a run. */
const LONG_WHITE_SPACE = /\s{257}/;

const writer = new BudgetedWriter();

/**
 * Finds the first thing in a string leaf that a payload template may not contain. Source:
 * docs/decisions.md D10; the bounds on names, nesting and white space keep rendering cheap and are ours.
 */
export function findLeafFault(leaf: string): LeafFault | undefined {
  if (!leaf.includes('{{')) return undefined;
  if (LONG_WHITE_SPACE.test(leaf)) {
    return {
      found: 'more than 256 white-space characters in a row',
      expected: 'fewer in a text with Mustache tags',
    };
  }
  const parsed = parse(leaf);
  return 'fault' in parsed ? parsed.fault : findTokensFault(parsed.tokens, { depth: 0, hasItem: false });
}

function parse(leaf: string): { readonly tokens: readonly Token[] } | { readonly fault: LeafFault } {
  try {
    return { tokens: writer.parse(leaf) as readonly Token[] };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { fault: { found: found.slice(0, 100), expected: 'Mustache syntax' } };
  }
}

function findTokensFault(tokens: readonly Token[], scope: Scope): LeafFault | undefined {
  for (const token of tokens) {
    const fault = findTokenFault(token, scope);
    if (fault) return fault;
  }
  return undefined;
}

function findTokenFault([type, name, , , children = []]: Token, scope: Scope): LeafFault | undefined {
  switch (type) {
    case 'text':
    case '!':
      return undefined;
    case 'name':
    case '&':
      return findNameFault(name, scope);
    case '#':
    case '^':
      return (
        findNameFault(name, scope) ??
        findDepthFault(scope) ??
        findTokensFault(children, { depth: scope.depth + 1, hasItem: scope.hasItem || type === '#' })
      );
    default:
      return {
        found:
          type === '>'
            ? `the partial ${describeValue(name)}`
            : `the set-delimiter tag ${describeValue(name)}`,
        expected: 'variables, sections, inverted sections and comments only',
      };
  }
}

function findDepthFault({ depth }: Scope): LeafFault | undefined {
  if (depth < MAX_SECTION_DEPTH) return undefined;
  return { found: 'a deeper section', expected: `at most ${MAX_SECTION_DEPTH} sections inside each other` };
}

function findNameFault(name: string, { hasItem }: Scope): LeafFault | undefined {
  const found = `the name ${describeValue(name)}`;
  if (name === '.') return hasItem ? undefined : { found, expected: 'that name inside a section only' };
  if (name.length > MAX_NAME_CHARACTERS || !NAME.test(name)) {
    return {
      found,
      expected:
        'a dotted path such as asset.public_id: at most 32 names and 256 characters, each name of ASCII letters, digits, _ and -, the first beginning with a letter or _',
    };
  }
  const forbidden = findPrototypeName(name);
  if (forbidden !== undefined) return { found, expected: `a path without the name "${forbidden}"` };
  if (hasItem || TEMPLATE_NAMESPACES.some((namespace) => isBelow(name, namespace))) return undefined;
  return { found, expected: `a path that begins with one of ${TEMPLATE_NAMESPACES.join(', ')}` };
}

function isBelow(name: string, namespace: string): boolean {
  return name === namespace || name.startsWith(`${namespace}.`);
}
