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
 * Walks a JSON value without recursion, parents before children, in document order. Looks at a
 * node's children only when asked for the next node, so that a consumer who stops at a bound has
 * paid for no more than that bound.
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

function escapeStep(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}
