import { steadyRows } from '../../../src/console/parts/steady-rows';

const rows = (text: string) => [...text].map((id) => ({ id }));
const steady = (shown: string, fresh: string) => {
  const { rows: now, waiting } = steadyRows(rows(shown), rows(fresh), ({ id }) => id);
  return [now.map(({ id }) => id).join(''), waiting];
};

it.each([
  ['cba', 'cba', 'cba', 0],
  // New ones above wait.
  ['cba', 'edcba', 'cba', 2],
  // So do those in between.
  ['ca', 'cba', 'ca', 1],
  // What is there no more stays where it was.
  ['cba', 'ca', 'cba', 0],
  ['cba', 'dc', 'cba', 1],
  // An older page is added below.
  ['cba', 'cba21', 'cba21', 0],
  ['cba', 'dcba21', 'cba21', 1],
  ['cba', '', 'cba', 0],
  ['cba', 'zyx', 'cba', 3],
])('while it is held, the list %j of which %j came shows %j, and %d wait', (shown, fresh, now, waiting) => {
  expect(steady(shown, fresh)).toEqual([now, waiting]);
});

it('shows what came of a row that stays', () => {
  const { rows: now } = steadyRows([{ id: 'a', n: 1 }], [{ id: 'a', n: 2 }], ({ id }) => id);
  expect(now).toEqual([{ id: 'a', n: 2 }]);
});
