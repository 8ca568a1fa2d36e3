import fc from 'fast-check';
import { formatJson } from '../../../../src/console/pages/trigger/format-json';

it('keeps on one line what fits there, and gives the rest a line for each member', () => {
  const short = { '==': [{ var: 'format' }, 'jpg'] };
  expect(formatJson(short)).toBe('{ "==": [{ "var": "format" }, "jpg"] }');
  const long = { and: [short, { in: ['a rather long text', { var: 'tags' }] }, {}, []] };
  expect(formatJson(long)).toBe(
    [
      '{',
      '  "and": [',
      '    { "==": [{ "var": "format" }, "jpg"] },',
      '    { "in": ["a rather long text", { "var": "tags" }] },',
      '    {},',
      '    []',
      '  ]',
      '}',
    ].join('\n'),
  );
});

it('writes the same document', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
