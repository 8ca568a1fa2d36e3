/** Names that lead from an object to what all objects share; refused wherever a customer writes a path. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** The first such name in a dotted path. */
export function findPrototypeName(path: string): string | undefined {
  return path.split('.').find((segment) => PROTOTYPE_NAMES.has(segment));
}
