import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../../src');
/** Of imports and re-exports, those of types included. */
const OF_OURS = /^(?:import|export) [^;]*?from '(\.[^']*)';$/gm;

type Imports = ReadonlyMap<string, readonly string[]>;

function importsIn(folder: string): Imports {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return new Map(
    files.map((file) => {
      const code = readFileSync(path.join(folder, file), 'utf8');
      const targets = [...code.matchAll(OF_OURS)].map(([, target = '']) =>
        fileOf(folder, path.join(path.dirname(file), target)),
      );
      return [file, targets.filter((target) => target !== undefined)];
    }),
  );
}

function fileOf(folder: string, target: string): string | undefined {
  const names = [`${target}.ts`, `${target}.tsx`, path.join(target, 'index.ts')];
  return names.find((name) => existsSync(path.join(folder, name)));
}

/** A way that leads back to where it began; `undefined` when there is none. */
function circleAmong(imports: Imports): readonly string[] | undefined {
  const done = new Set<string>();

  function walk(file: string, way: readonly string[]): readonly string[] | undefined {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of imports.get(file) ?? []) {
      const circle = walk(target, [...way, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  }

  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('files of src', () => {
  const imports = importsIn(SRC);

  it('are found with what they import', () => {
    expect(imports.get('workflows/dispatch-event.ts')).toEqual([
      'activities/index.ts',
      'workflows/contract.ts',
      'workflows/contract.ts',
      'workflows/deliver-notification.ts',
    ]);
  });

  it('never import each other in a circle, not even for types', () => {
    expect(circleAmong(imports)).toBeUndefined();
  });

  it('would be caught at it', () => {
    const planted = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', []],
      ['d.ts', ['b.ts']],
    ]);
    expect(circleAmong(planted)).toEqual(['b.ts', 'd.ts', 'b.ts']);
  });
});
