import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FAULT_KINDS } from '../../chaos/fault-kinds';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/reliability.md'), 'utf8');

it('lists the faults that chaos makes, and what is done', () => {
  const table = PAGE.split('<!-- kinds -->')[1]?.split('<!-- /kinds -->')[0] ?? '';
  const rows = [...table.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].slice(2);
  const listed = rows.map(([, kind, meaning]) => [kind, meaning]);
  expect(listed).toEqual(Object.entries(FAULT_KINDS).map(([kind, { meaning }]) => [kind, meaning]));
});
