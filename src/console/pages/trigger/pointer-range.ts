import type { jsonLanguage } from '@codemirror/lang-json';

type Tree = ReturnType<typeof jsonLanguage.parser.parse>;
type SyntaxNode = Tree['topNode'];

/** A part of a text, as offsets. */
interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds where a value of a JSON text stands.
 *
 * @param tree of `jsonLanguage`'s parser.
 * @param pointer RFC 6901. What it does not lead to is looked for above it.
 * @returns no more than the first line of the value.
 */
export function pointerRange(tree: Tree, text: string, pointer: string): TextRange {
  let node = valueIn(tree.topNode);
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = node && memberOf(node, text, name);
    if (!next) break;
    node = next;
  }
  const { from, to } = node ?? { from: 0, to: text.length };
  const lineEnd = text.indexOf('\n', from);
  return { from, to: lineEnd === -1 ? to : Math.min(to, lineEnd) };
}

function memberOf(node: SyntaxNode, text: string, name: string): SyntaxNode | undefined {
  if (node.name === 'Array') return valuesIn(node)[Number(name)];
  const property = node
    .getChildren('Property')
    .findLast((each) => keyOf(each.getChild('PropertyName'), text) === name);
  return property && valueIn(property);
}

function keyOf(node: SyntaxNode | null, text: string): unknown {
  return node ? JSON.parse(text.slice(node.from, node.to)) : undefined;
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function valuesIn(node: SyntaxNode): readonly SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (VALUES.has(child.name)) values.push(child);
  }
  return values;
}

function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  return valuesIn(node)[0];
}
