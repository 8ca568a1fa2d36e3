import type { TraceNode } from './trace-filter';

/** A node that decided what a filter answered, and whether the filter would have needed it to be true. */
export interface DecidingNode {
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
