import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SHORTAGES } from '../../src/domain/fairness/fairness';
import { awaitedPlace } from '../../src/outbound/fairness/admissions';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/network-safety.md'), 'utf8');

it('docs/network-safety.md lists what deliveries wait for', () => {
  const [, table = ''] = PAGE.split('| `waiting_for`');
  const documented = [...table.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, text]) => text);
  expect([...documented].sort()).toEqual(SHORTAGES.map(awaitedPlace).sort());
});
