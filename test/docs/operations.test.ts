import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract';
import * as contract from '../../src/workflows/contract';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const PAGE = read('docs/operations.md');

const SOURCES = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(`src/${file}`))
  .join('\n');

it('quotes only log lines that the code writes', () => {
  const section = PAGE.split('## What the log says')[1]?.split('\n## ')[0] ?? '';
  const lines = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, line]) => line ?? '');
  expect(lines.length).toBeGreaterThan(5);
  const written = SOURCES.replace(/\$\{[^}]*\}/g, '…');
  expect(lines.filter((line) => !written.includes(line))).toEqual([]);
});

it('filters the Temporal UI by workflow types and attributes that exist', () => {
  const filters = PAGE.split('```')[1] ?? '';
  const types = [...filters.matchAll(/WorkflowType="(\w+)"/g)].map(([, type]) => type ?? '');
  expect(types.length).toBeGreaterThan(0);
  expect(types.filter((type) => !Object.values<unknown>(contract).includes(type))).toEqual([]);
  const attributes = [...filters.matchAll(/(\w+)=/g)].map(([, name]) => name ?? '');
  const known = ['WorkflowType', 'ExecutionStatus', ...Object.values<string>(SEARCH_ATTRIBUTES)];
  expect(attributes.filter((name) => !known.includes(name))).toEqual([]);
});

it('says for how long Temporal keeps histories', () => {
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { environment?: Record<string, string> }>;
  };
  const [, days] = /for (\d+) days after its end \(`RETENTION`/.exec(PAGE) ?? [];
  expect(services['temporal-namespace']?.environment?.RETENTION).toBe(`${Number(days) * 24}h`);
});
