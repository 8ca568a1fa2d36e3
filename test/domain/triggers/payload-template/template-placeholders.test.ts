import { templatePlaceholders } from '../../../../src/domain/triggers/payload-template';

const read = (text: string, context: object) =>
  templatePlaceholders({ text }, context).map(({ path, isFound }) => [path, isFound]);

describe('the placeholders of a payload template', () => {
  it.each<[string, string, object, readonly unknown[]]>([
    [
      'have a value or not',
      '{{raw.a}} {{raw.b}}',
      { raw: { a: 0 } },
      [
        ['raw.a', true],
        ['raw.b', false],
      ],
    ],
    ['count null as nothing', '{{raw.a}}', { raw: { a: null } }, [['raw.a', false]]],
    ['are listed once', '{{raw.a}}{{raw.a}}', { raw: { a: 1 } }, [['raw.a', true]]],
    ['of sections are names, too', '{{#raw.a}}x{{/raw.a}}', { raw: { a: [] } }, [['raw.a', true]]],
    [
      'in a section that is not rendered are not read',
      '{{#raw.a}}{{b}}{{/raw.a}}',
      { raw: {} },
      [
        ['raw.a', false],
        ['b', undefined],
      ],
    ],
    [
      'in a repeated section are found when one element has them',
      '{{#raw.a}}{{b}}{{c}}{{.}}{{/raw.a}}',
      { raw: { a: [{ b: 1 }, {}] } },
      [
        ['raw.a', true],
        ['b', true],
        ['c', false],
      ],
    ],
  ])('%s', (_rule, text, context, expected) => {
    expect(read(text, context)).toEqual(expected);
  });

  it('have the place of their text, and other texts have none', () => {
    const template = { 'a/b': ['plain', '{{raw.a}}'], n: 1 };
    expect(templatePlaceholders(template, {})).toEqual([
      { pointer: '/a~1b/1', path: 'raw.a', isFound: false },
    ]);
  });

  it('after the point where rendering fails are not read', () => {
    const raw = { a: 'x'.repeat(300_000), b: 1 };
    expect(read('{{raw.a}}{{raw.b}}', { raw })).toEqual([
      ['raw.a', true],
      ['raw.b', undefined],
    ]);
  });
});
