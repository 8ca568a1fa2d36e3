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

/** Whether a JSON value is an object, and neither an array nor null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that lead from an object to what all objects share; refused wherever a customer writes a path. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** The first such name in a dotted path. */
export function findPrototypeName(path: string): string | undefined {
  return path.split('.').find((segment) => PROTOTYPE_NAMES.has(segment));
}

const encoder = new TextEncoder();

/** Number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
