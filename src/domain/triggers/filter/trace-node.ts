/** The evaluation of one part of a filter: an operation, an operand, or a list of them. */
export interface TraceNode {
  /** Place in the filter, RFC 6901; empty for the filter itself. */
  readonly pointer: string;
  /** `null` for a value that is written out, and for a list of operations. */
  readonly operator: string | null;
  /** Whether it was evaluated. */
  readonly reached: boolean;
  /** JSON text of what it evaluated to, cut at 200 characters; absent where it was not reached, failed, or was iterated. */
  readonly result?: string;
  /** Whether JSONLogic counts that as true. */
  readonly truthy?: boolean;
  /** Why its evaluation ended. */
  readonly error?: string;
  /** Present for a `var`. */
  readonly reads?: {
    readonly path: string;
    /** Place in the data, RFC 6901; `null` when there is none. */
    readonly pointer: string | null;
  };
  /** For an operand that is evaluated for each element of a list: how often, and the first 20 times. */
  readonly iterations?: { readonly count: number; readonly first: readonly TraceNode[] };
  /** Its operands in their order; of an element, those that were reached. */
  readonly children: readonly TraceNode[];
}

/** A node that decided what a filter answered, and whether the filter would have needed it to be true. */
interface DecidingNode {
  readonly node: TraceNode;
  readonly wanted: boolean;
}

const MAX_DECIDING_NODES = 20;

/** Finds the nodes that decided: at most 20, in the filter's order. After a failure it is the one that failed. */
export function decidingNodes(root: TraceNode): readonly DecidingNode[] {
  const failed = failedNode(root);
  if (failed) return [{ node: failed, wanted: true }];
  return decide(root, true).slice(0, MAX_DECIDING_NODES);
}

function failedNode(node: TraceNode): TraceNode | undefined {
  if (node.error === undefined && !node.iterations) return undefined;
  const below = [...node.children, ...(node.iterations?.first ?? [])];
  const [inner] = below.flatMap((each) => failedNode(each) ?? []);
  return inner ?? (node.error === undefined ? undefined : node);
}

function decide(node: TraceNode, wanted: boolean): readonly DecidingNode[] {
  const { operator, truthy } = node;
  const reached = node.children.filter((child) => child.reached);
  const last = reached.at(-1);
  if (!last) return [{ node, wanted }];
  switch (operator ?? '') {
    case 'and':
    case 'or': {
      // The operand that ended it; without one, each of them counted.
      const ended = truthy === (operator === 'or');
      return (ended ? [last] : reached).flatMap((child) => decide(child, wanted));
    }
    case '!':
      return decide(last, !wanted);
    case '!!':
      return decide(last, wanted);
    case 'if':
    case '?:':
      return decideBranch(reached, last, wanted);
    default:
      return [{ node, wanted }];
  }
}

/** A branch that is written out decides nothing: the conditions that led to it do. */
function decideBranch(
  reached: readonly TraceNode[],
  branch: TraceNode,
  wanted: boolean,
): readonly DecidingNode[] {
  const conditions = reached.slice(0, -1);
  if (branch.operator !== null || conditions.length === 0) return decide(branch, wanted);
  return conditions.flatMap((condition) => decide(condition, condition.truthy !== true));
}

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
