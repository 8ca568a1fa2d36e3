import { filterCompletions, templateCompletions } from '../../../../src/console/pages/trigger/completions';
import { readablePaths } from '../../../../src/console/pages/trigger/readable-paths';
import { OPERATORS, parseFilter } from '../../../../src/domain/triggers/filter';

const PATHS = readablePaths({ public_id: 'cat', tags: ['a', 'b'], 'no path': 1, context: { alt: 'x' } });
const MARK = '|';

/** What is offered where the mark is, and the text after one is taken. */
function offered(complete: typeof filterCompletions, marked: string, label: string): string | undefined {
  const text = marked.replace(MARK, '');
  const found = complete(text, marked.indexOf(MARK), PATHS);
  const option = found?.options.find((each) => each.label === label);
  return found && option && `${text.slice(0, found.from)}${option.text}${text.slice(found.to)}`;
}

it('offers every place that a dotted path leads to, with its value, and of a list the first element', () => {
  expect(PATHS.map(({ path, value }) => `${path} ${value}`)).toEqual([
    'public_id "cat"',
    'tags ["a","b"]',
    'tags.0 "a"',
    'context {"alt":"x"}',
    'context.alt "x"',
  ]);
});

it.each([
  ['{|', '==', '{"==": [{ "var": "" }, ""]'],
  ['{"s|"}', 'some', '{"some": [{ "var": "" }, { "==": [{ "var": "" }, ""] }]}'],
  ['{"==": [{"var": "|"}]}', 'public_id', '{"==": [{"var": "public_id"}]}'],
  ['{"missing": ["ta|"]}', 'tags', '{"missing": ["tags"]}'],
  ['{"==": [1, |]}', '==', undefined],
  ['{"==": ["|"]}', 'public_id', undefined],
])('in the filter %s, %s makes it %s', (marked, label, text) => {
  expect(offered(filterCompletions, marked, label)).toBe(text);
});

it.each([
  ['{"a":"{{|"}', 'context.alt', '{"a":"{{context.alt}}"}'],
  ['{"a":"{{#ta|}}"}', 'tags', '{"a":"{{#tags}}"}'],
  ['{"a":"{|"}', 'tags', undefined],
])('in the template %s, %s makes it %s', (marked, label, text) => {
  expect(offered(templateCompletions, marked, label)).toBe(text);
});

it('offers every operator in a form that is a filter once it is closed', () => {
  const options = filterCompletions('{', 1, [])?.options ?? [];
  expect(new Set(options.map(({ label }) => label))).toEqual(OPERATORS);
  for (const { text, detail } of options.filter(({ label }) => label !== 'and' && label !== 'or')) {
    expect(parseFilter(JSON.parse(`{${text}}`))).toBeDefined();
    expect(typeof detail).toBe('string');
  }
});
