import type { ShownTrace } from '../calls/events';

export type ShownNode = NonNullable<ShownTrace['trace']>;

/** The nodes below a node, of every element that is shown. */
export function nodesBelow(node: ShownNode): readonly ShownNode[] {
  return [...node.children, ...(node.iterations?.first ?? [])];
}

/** The places of the payload that a filter read. */
export function placesRead(node: ShownNode): ReadonlySet<string> {
  const own = node.reads?.pointer;
  const below = nodesBelow(node).flatMap((each) => [...placesRead(each)]);
  return new Set(typeof own === 'string' ? [own, ...below] : below);
}
