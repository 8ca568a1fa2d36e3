import type { DecidingNode } from './deciding-nodes';
import type { TraceNode } from './trace-filter';

/** Says what a deciding node found and what the filter needed: "/and/1: bytes is 81234, expected > 10000000". */
export function nodeWords({ node, wanted }: DecidingNode): string {
  const words = node.error ?? wordsOf(node, wanted);
  return node.pointer === '' ? words : `${node.pointer}: ${words}`;
}

function wordsOf(node: TraceNode, wanted: boolean): string {
  const { operator, children } = node;
  if (operator !== null && operator in COMPARISONS) return comparisonWords(node, wanted);
  switch (operator ?? '') {
    case 'in':
      return containmentWords(children, wanted);
    case 'some':
    case 'all':
    case 'none':
      return elementWords(node, wanted);
    case 'missing':
    case 'missing_some':
      return wanted
        ? `nothing is missing, expected ${argumentsOf(children)} to be`
        : `missing: ${node.result}`;
    case 'var':
      return `${nameOf(node)} is ${node.result}, expected ${wanted ? 'a value that counts as true' : 'none that counts as true'}`;
    default:
      return `the result is ${node.result}, expected ${wanted ? 'true' : 'false'}`;
  }
}

interface Comparison {
  readonly expected: string;
  readonly otherwise: string;
  /** The same with its operands exchanged. */
  readonly mirrored: string;
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': { expected: '', otherwise: 'anything but ', mirrored: '==' },
  '===': { expected: '', otherwise: 'anything but ', mirrored: '===' },
  '!=': { expected: 'anything but ', otherwise: '', mirrored: '!=' },
  '!==': { expected: 'anything but ', otherwise: '', mirrored: '!==' },
  '>': { expected: '> ', otherwise: '<= ', mirrored: '<' },
  '>=': { expected: '>= ', otherwise: '< ', mirrored: '<=' },
  '<': { expected: '< ', otherwise: '>= ', mirrored: '>' },
  '<=': { expected: '<= ', otherwise: '> ', mirrored: '>=' },
};

function comparisonWords({ operator, children, result }: TraceNode, wanted: boolean): string {
  const [first, second, third] = children;
  if (!first || !second) return `the result is ${result}, expected ${wanted ? 'true' : 'false'}`;
  if (third) {
    const range = `between ${valueWords(first)} and ${valueWords(third)}`;
    return `${nameOf(second)} is ${second.result}, expected ${wanted ? range : `not ${range}`}`;
  }
  const isMirrored = isWritten(first) && !isWritten(second);
  const [left, right] = isMirrored ? [second, first] : [first, second];
  const comparison = COMPARISONS[operator ?? ''];
  const used = isMirrored ? COMPARISONS[comparison?.mirrored ?? ''] : comparison;
  const relation = wanted ? used?.expected : used?.otherwise;
  return `${nameOf(left)} is ${left.result}, expected ${relation ?? ''}${valueWords(right)}`;
}

function containmentWords([needle, haystack]: readonly TraceNode[], wanted: boolean): string {
  if (!needle || !haystack) return 'nothing is looked for';
  if (isWritten(haystack) && !isWritten(needle)) {
    const isList = haystack.result?.startsWith('[') === true;
    const place = isList ? (wanted ? 'one of' : 'none of') : wanted ? 'a part of' : 'no part of';
    return `${nameOf(needle)} is ${needle.result}, expected ${place} ${haystack.result}`;
  }
  return `${nameOf(haystack)} is ${haystack.result}, expected ${wanted ? 'to contain' : 'not to contain'} ${valueWords(needle)}`;
}

function elementWords({ operator, children }: TraceNode, wanted: boolean): string {
  const [list, body] = children;
  if (!list) return 'there is no list';
  if (!body?.iterations) return `${nameOf(list)} is ${list.result}, expected a list with elements`;
  const { count } = body.iterations;
  const looked = `${count} ${count === 1 ? 'element' : 'elements'} looked at`;
  const fitting = operator === 'all' ? 'every element' : operator === 'none' ? 'no element' : 'an element';
  return `${nameOf(list)} has ${looked}, expected ${wanted ? '' : 'not '}${fitting} to fit`;
}

function argumentsOf(children: readonly TraceNode[]): string {
  return children.map(({ result }) => result).join(', ');
}

/** A value as it is written, or a name with its value. */
function valueWords(node: TraceNode): string {
  return isWritten(node) ? String(node.result) : `${nameOf(node)}, which is ${node.result}`;
}

function isWritten({ operator }: TraceNode): boolean {
  return operator === null;
}

function nameOf({ operator, reads, result, pointer }: TraceNode): string {
  if (reads) return reads.path === '' ? 'the element' : reads.path;
  return operator === null ? String(result) : `the result of ${pointer}`;
}
