import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SIGNATURE_CAUSES } from '../../src/domain/keys/signature-check';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/verifying.md'), 'utf8');

it('lists every cause of the signature check, in the order in which they are tried', () => {
  const table = PAGE.split('| code ')[1]?.split('\n\n')[0] ?? '';
  expect([...table.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code)).toEqual([...SIGNATURE_CAUSES]);
});
