import type { LabelledInput } from './labelled-input';

const MAX_BYTES = 16_384;

const repeat = (count: number, text: string): string => Array.from({ length: count }, () => text).join('');

/** As many texts as fit into a template, each its own leaf. */
function leaves(leaf: (index: number) => string): Readonly<Record<string, readonly string[]>> {
  const texts: string[] = [];
  let bytes = 10;
  for (let index = 0; ; index++) {
    const text = leaf(index);
    bytes += Buffer.byteLength(JSON.stringify(text)) + 1;
    if (bytes > MAX_BYTES) return { a: texts };
    texts.push(text);
  }
}

/** As often as it fits, in one leaf. */
function filled(text: string, inside: (content: string) => string = (content) => content): object {
  const room = MAX_BYTES - 20 - Buffer.byteLength(JSON.stringify(inside('')));
  return { a: inside(repeat(Math.floor(room / (Buffer.byteLength(JSON.stringify(text)) - 2)), text)) };
}

const section = (name: string, content: string) => `{{#${name}}}${content}{{/${name}}}`;
const sections = (depth: number, name: string, content: string): string =>
  depth === 0 ? content : section(name, sections(depth - 1, name, content));
const around = (depth: number, name: string) => (content: string) => sections(depth, name, content);

const DEEP = `raw.x.0${'.a'.repeat(29)}`;
const LONG = `raw.${'b'.repeat(252)}`;

/** What a template may print or repeat. */
const NAMES = [
  'raw',
  'raw.x',
  'raw.x.0',
  'raw.x.0.0',
  'raw.x.1.a',
  DEEP,
  LONG,
  'raw.missing',
  'asset',
  'eager',
  'event.type',
];

const EACH_NAME = NAMES.flatMap((name): LabelledInput[] => [
  { name: `${name} in each leaf`, input: leaves(() => `{{${name}}}`) },
  { name: `${name} in each leaf, all different`, input: leaves((index) => `${index}{{${name}}}`) },
  { name: `${name} all over one leaf`, input: filled(`{{${name}}}`) },
  { name: `${name} for each element`, input: filled(`{{${name}}}`, around(1, 'raw.x')) },
  { name: `${name} for each element of an element`, input: filled(`{{${name}}}`, around(1, 'raw.x.0')) },
  { name: `${name} once for each element`, input: { a: section('raw.x', `{{${name}}}`) } },
  {
    name: `${name} once for each element of each element`,
    input: { a: section('raw.x', section('.', `{{${name}}}`)) },
  },
  { name: `${name} below 16 sections`, input: filled(`{{${name}}}`, around(16, 'raw')) },
  { name: `${name}, a section in each leaf`, input: leaves(() => section(name, '')) },
  { name: `${name}, a section all over one leaf`, input: filled(section(name, '.')) },
  { name: `${name}, inverted all over one leaf`, input: filled(`{{^${name}}}{{/${name}}}`) },
  {
    name: `${name}, inverted for each element`,
    input: filled(`{{^${name}}}{{/${name}}}`, around(1, 'raw.x')),
  },
  { name: `${name}, in 4 sections of it`, input: { a: sections(4, name, '.') } },
  { name: `${name}, in 16 sections of it`, input: { a: sections(16, name, '{{.}}') } },
  { name: `${name}, in 16 sections of the item`, input: { a: section(name, sections(15, '.', '{{.}}')) } },
  { name: `${name}, in 16 empty sections of the item`, input: { a: section(name, sections(15, '.', '')) } },
  { name: `${name}, in 4 sections of the value`, input: { a: sections(4, 'raw.x', `{{${name}}}`) } },
]);

const blanks = ' '.repeat(256);

/** What is read at most expense, some of it to be refused. */
const TO_READ: readonly LabelledInput[] = [
  { name: 'a text', input: { a: 'a'.repeat(16_000) } },
  { name: 'a text with one tag', input: { a: `{{raw}}${'a'.repeat(16_000)}` } },
  { name: 'a text with one tag at its end', input: { a: `${'a'.repeat(16_000)}{{raw}}` } },
  { name: 'lines with one tag', input: { a: `{{raw}}${'\n'.repeat(8_000)}` } },
  { name: 'lines of blanks with one tag', input: { a: `{{raw}}${repeat(60, `${' '.repeat(250)}\n`)}` } },
  { name: 'a line of blanks and one tag', input: { a: `{{raw}}${repeat(60, `${blanks}a`)}` } },
  { name: 'a tag of blanks that does not end', input: { a: `{{raw${repeat(60, `${blanks}a`)}` } },
  { name: 'tags of blanks', input: { a: repeat(60, `{{raw${blanks}}}`) } },
  { name: 'triple tags of blanks', input: { a: repeat(60, `{{{raw${blanks}}}}`) } },
  { name: 'set-delimiter tags of blanks', input: { a: `{{=${repeat(60, `${blanks}a`)}` } },
  {
    name: 'a long delimiter in a long text',
    input: { a: `{{=X ${'b'.repeat(5_000)}c=}}X${'b'.repeat(11_000)}` },
  },
  {
    name: 'a long opening delimiter in a long text',
    input: { a: `{{=${'b'.repeat(5_000)}c X=}}${'b'.repeat(11_000)}` },
  },
  {
    name: 'a long delimiter of blanks',
    input: { a: `{{=X ${repeat(20, '\u00a0')}c=}}X${repeat(60, `${blanks}a`)}` },
  },
  { name: 'triple tags that do not end', input: { a: '{{{'.repeat(5_400) } },
  { name: 'tags that do not end', input: { a: '{{'.repeat(8_000) } },
  { name: 'empty tags', input: { a: '{{}}'.repeat(4_000) } },
  { name: 'sections that do not end', input: { a: '{{#raw}}'.repeat(2_000) } },
  { name: 'comments', input: { a: '{{!}}'.repeat(3_200) } },
  { name: 'a long comment', input: { a: `{{!${'}'.repeat(1)}${'a}'.repeat(8_000)}}}` } },
  { name: 'partials in lines', input: { a: `${' '.repeat(200)}{{>a}}\n`.repeat(70) } },
  { name: 'partials in one line', input: { a: `${'a'.repeat(8_000)}${'{{>a}}'.repeat(1_300)}` } },
  { name: 'a name of 16,000 characters', input: { a: `{{${'a'.repeat(16_000)}}}` } },
  { name: 'a path of 8,000 names', input: { a: `{{raw${'.a'.repeat(8_000)}}}` } },
  { name: 'names of blanks', input: { a: `{{raw ${'a '.repeat(8_000)}}}` } },
  { name: '8,000 numbers', input: { a: Array.from({ length: 8_000 }, () => 1) } },
  { name: '5,000 empty texts', input: { a: Array.from({ length: 5_400 }, () => '') } },
  {
    name: '2,000 members',
    input: Object.fromEntries(Array.from({ length: 1_300 }, (_each, index) => [`k${index}`, '{}'])),
  },
  { name: 'leaves that are no tags', input: leaves(() => '{{') },
  { name: 'leaves with comments', input: leaves(() => '{{!}}') },
  { name: 'a text of JSON', input: `${' '.repeat(16_000)}{"a":"{{raw}}"}` },
  { name: 'objects too deep', input: `${'{"a":'.repeat(2_700)}1${'}'.repeat(2_700)}` },
  { name: 'arrays too deep', input: `{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}` },
];

/** Payload templates of up to 16 KiB that are built to be expensive. */
export const EXPENSIVE_TEMPLATES: readonly LabelledInput[] = [
  ...EACH_NAME,
  { name: 'text for each element', input: { a: section('raw.x', 'a'.repeat(16_000)) } },
  { name: 'empty sections for each element', input: filled('{{#.}}{{/.}}', around(1, 'raw.x')) },
  { name: '{{.}} for each element', input: filled('{{.}}', around(1, 'raw.x')) },
  { name: '{{.}} below 16 sections', input: filled('{{.}}', around(16, 'raw')) },
  { name: '{{a}} below 16 sections', input: filled('{{a}}', around(16, 'raw')) },
  { name: 'a long path below 16 sections', input: filled(`{{${DEEP}}}`, around(16, 'raw.x.0')) },
  ...TO_READ,
];
