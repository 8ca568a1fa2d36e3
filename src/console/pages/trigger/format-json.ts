const MAX_LINE = 72;
const INDENT = 2;

/** Writes JSON for people: what fits into a line stays on one, the rest has a line for each member. */
export function formatJson(value: unknown): string {
  return formatted(value, 0);
}

/** @param before characters of the line that come first. */
function formatted(value: unknown, depth: number, before = 0): string {
  const line = onOneLine(value);
  const members = membersOf(value);
  if (members.length === 0 || depth * INDENT + before + line.length <= MAX_LINE) return line;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const space = ' '.repeat(INDENT * (depth + 1));
  const lines = members.map(([name, member]) => {
    const key = name === undefined ? '' : `${JSON.stringify(name)}: `;
    return `${space}${key}${formatted(member, depth + 1, key.length)}`;
  });
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(INDENT * depth)}${close}`;
}

function onOneLine(value: unknown): string {
  const members = membersOf(value);
  if (members.length === 0) return JSON.stringify(value);
  const texts = members.map(([name, member]) =>
    name === undefined ? onOneLine(member) : `${JSON.stringify(name)}: ${onOneLine(member)}`,
  );
  return Array.isArray(value) ? `[${texts.join(', ')}]` : `{ ${texts.join(', ')} }`;
}

/** Elements have no name. */
function membersOf(value: unknown): readonly (readonly [name: string | undefined, member: unknown])[] {
  if (Array.isArray(value)) return value.map((element) => [undefined, element]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
