import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The code block of a page, named by its path in the repository, whose first line has this text. */
export function exampleOf(page: string, firstLine: string): string {
  const text = readFileSync(path.resolve(__dirname, '../..', page), 'utf8');
  const blocks = [...text.matchAll(/```\w+\n([^]*?)```/g)].map(([, code = '']) => code);
  const found = blocks.find((code) => code.split('\n', 1)[0]?.includes(firstLine));
  if (found === undefined) throw new Error(`${page} has no example "${firstLine}"`);
  return found;
}
