import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../../src');
const DECLARATION = /^(export )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm;

interface Declared {
  readonly name: string;
  readonly file: string;
  readonly isExported: boolean;
}

function declarationsIn(file: string, code: string): readonly Declared[] {
  return [...code.matchAll(DECLARATION)].map(([, exported, name = '']) => ({
    name,
    file,
    isExported: exported !== undefined,
  }));
}

/** Exported types whose name another file declares too, exported or not. */
function twinsAmong(declared: readonly Declared[]): readonly string[] {
  const byName = new Map<string, Declared[]>();
  for (const each of declared) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  return [...byName.entries()]
    .filter(([, homes]) => homes.length > 1 && homes.some(({ isExported }) => isExported))
    .map(([name, homes]) => `${name}: ${homes.map(({ file }) => file).join(', ')}`);
}

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const declared = sources.flatMap((file) => declarationsIn(file, readFileSync(path.join(SRC, file), 'utf8')));

describe('an exported type', () => {
  it('is found', () => {
    expect(declared).toContainEqual({
      name: 'Delivery',
      file: 'domain/deliveries/delivery.ts',
      isExported: true,
    });
  });

  it('has a name of its own: "go to definition" leads to one place', () => {
    expect(twinsAmong(declared)).toEqual([]);
  });

  it('is a twin of one that another file keeps for itself', () => {
    const mine = declarationsIn('a.ts', 'export interface Place {\n}\n');
    const theirs = declarationsIn('b.ts', 'type Place = string;\n');
    expect(twinsAmong([...mine, ...theirs])).toEqual(['Place: a.ts, b.ts']);
    expect(twinsAmong([...theirs, ...declarationsIn('c.ts', 'type Place = number;\n')])).toEqual([]);
  });
});
