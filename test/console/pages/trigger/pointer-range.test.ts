import { jsonLanguage } from '@codemirror/lang-json';
import { pointerRange } from '../../../../src/console/pages/trigger/pointer-range';

const TEXT = '{\n  "and": [1, { "a/b": "x" }],\n  "list": [\n    2\n  ],\n  "and": [3]\n}';

it.each([
  ['/and/0', '3'],
  ['/list', '['],
  ['/list/0', '2'],
  ['/list/7', '['],
  ['/nowhere/0', '{'],
  ['', '{'],
])(
  'the value at %s of a text begins with %s, and no more than its first line is marked',
  (pointer, marked) => {
    const { from, to } = pointerRange(jsonLanguage.parser.parse(TEXT), TEXT, pointer);
    expect(TEXT.slice(from, to)).toBe(marked);
  },
);

it('understands escaped names, and takes the last of two members of one name, as JSON.parse does', () => {
  const text = '{"x": {"a/b": 1}, "x": {"a/b": 22, "c~d": 3}}';
  const tree = jsonLanguage.parser.parse(text);
  const marked = (pointer: string) => {
    const { from, to } = pointerRange(tree, text, pointer);
    return text.slice(from, to);
  };
  expect(marked('/x/a~1b')).toBe('22');
  expect(marked('/x/c~0d')).toBe('3');
});
