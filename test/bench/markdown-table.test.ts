import { markdownTable } from '../../bench/markdown-table';

it('aligns the columns, so that it can be read as text too', () => {
  const rows = [
    ['shape', 'deliveries/s'],
    ['bare', '22.4'],
    ['delivery', '40.0'],
  ];
  expect(markdownTable(rows)).toBe(
    [
      '| shape    | deliveries/s |',
      '| -------- | ------------ |',
      '| bare     | 22.4         |',
      '| delivery | 40.0         |',
      '',
    ].join('\n'),
  );
});
