import { renderPayloadTemplate } from '../../../../src/domain/triggers/payload-template';
import { deepFreeze } from '../../../support/builders/deep-freeze';
import { prototypeKeys } from '../../../support/builders/prototype-keys';

const context = deepFreeze({
  event: { type: 'upload' },
  asset: {
    public_id: 'blue-kettle',
    width: 1600,
    version: 0,
    url: 'https://example.com/a?b=1&c="2"',
    format: null,
    tags: ['hero', 'spring'],
    context: { alt: 'a "kettle"' },
  },
  raw: {
    placeholder: false,
    eager: [{ secure_url: 'https://e/1' }],
    none: [],
    text: 'x","admin":true,"y":"',
  },
});

function rendered(leaf: string, view: object = context): string {
  const answer = renderPayloadTemplate({ leaf }, view);
  if ('error' in answer) throw new Error(answer.error);
  return (JSON.parse(answer.body) as { leaf: string }).leaf;
}

describe('renderPayloadTemplate', () => {
  it('renders compact JSON with the keys of the template in their order, and leaves all but texts as they are', () => {
    const template = {
      'z {{event.type}}': 'is {{event.type}}',
      a: [1, true, null, { id: '{{asset.public_id}}' }],
    };
    expect(renderPayloadTemplate(template, context)).toEqual({
      body: '{"z {{event.type}}":"is upload","a":[1,true,null,{"id":"blue-kettle"}]}',
    });
  });

  it.each([
    ['a text', '{{asset.public_id}}', 'blue-kettle'],
    ['a number', '{{asset.width}}', '1600'],
    ['zero', '{{asset.version}}', '0'],
    ['false', '{{raw.placeholder}}', 'false'],
    ['null, as nothing', '[{{asset.format}}]', '[]'],
    ['a missing value, as nothing', '[{{asset.metadata.sku}}]', '[]'],
    ['a member of null, as nothing', '[{{asset.format.x}}]', '[]'],
    ['a member of a text, as nothing', '[{{asset.public_id.0}}]', '[]'],
    ['a missing namespace, as nothing', '[{{folder.path}}]', '[]'],
    ['an array, as compact JSON', '{{asset.tags}}', '["hero","spring"]'],
    ['an object, as compact JSON', '{{asset.context}}', '{"alt":"a \\"kettle\\""}'],
    ['an element of an array', '{{raw.eager.0.secure_url}}', 'https://e/1'],
    ['HTML, as it is', '{{asset.url}}', 'https://example.com/a?b=1&c="2"'],
    [
      'the same in all three forms',
      '{{raw.text}}={{{raw.text}}}={{&raw.text}}',
      Array(3).fill(context.raw.text).join('='),
    ],
    ['a section, once for each element', '{{#asset.tags}}{{.}};{{/asset.tags}}', 'hero;spring;'],
    [
      'a section of objects, by their members',
      '{{#raw.eager}}{{secure_url}} {{event.type}}{{/raw.eager}}',
      'https://e/1 upload',
    ],
    ['an inverted section of an empty array', '{{^raw.none}}nothing{{/raw.none}}', 'nothing'],
    ['a section of a missing value, as nothing', '{{#folder}}x{{/folder}}', ''],
    ['a comment, as nothing', 'a{{! b }}c', 'ac'],
  ])('renders %s', (_what, leaf, expected) => {
    expect(rendered(leaf)).toBe(expected);
  });

  it('lets no value break out of its text', () => {
    const { body } = renderPayloadTemplate({ a: '{{{raw.text}}}' }, context) as { body: string };
    expect(JSON.parse(body)).toEqual({ a: context.raw.text });
  });

  it.each([
    '{{#__proto__}}{{asset.tags.pop}}{{/__proto__}}',
    '{{#asset.constructor.prototype}}{{asset.tags.pop}}{{/asset.constructor.prototype}}',
    '{{asset.tags.push}}',
    '{{#asset.__proto__}}x{{/asset.__proto__}}{{#asset}}{{#__proto__}}x{{/__proto__}}{{/asset}}',
    '{{asset.toString}}{{constructor.name}}{{asset.public_id.length}}{{asset.__proto__.x}}',
  ])('renders %s as nothing, and touches no prototype and no payload', (leaf) => {
    const before = prototypeKeys();
    expect(rendered(leaf)).toBe('');
    expect(prototypeKeys()).toEqual(before);
  });

  it('never calls a function, even one that is an own property', () => {
    const call = jest.fn(() => 'called');
    const view = { raw: { call, nested: { call } } };
    expect(
      rendered('{{raw.call}}{{#raw.call}}x{{/raw.call}}{{#raw.nested}}{{call}}{{/raw.nested}}', view),
    ).toBe('');
    expect(call).not.toHaveBeenCalled();
  });

  it('reads own properties that carry the names of inherited ones', () => {
    expect(rendered('{{raw.toString}} {{raw.length}}', { raw: { toString: 'mine', length: 3 } })).toBe(
      'mine 3',
    );
  });

  it('resolves a dotted path from the nearest context that has its first name', () => {
    const view = { raw: { item: { asset: {} } }, asset: { id: 'outer' } };
    expect(rendered('{{#raw.item}}[{{asset.id}}]{{/raw.item}}', view)).toBe('[]');
  });

  it('renders the same whether or not the leaf was rendered before', () => {
    const leaves = Array.from({ length: 600 }, (_each, index) => `${index} {{event.type}}`);
    const expected = leaves.map((_leaf, index) => `${index} upload`);
    for (let round = 0; round < 2; round++) expect(leaves.map((leaf) => rendered(leaf))).toEqual(expected);
  });
});

describe('a payload template that would take too long or too much', () => {
  const items = Array.from({ length: 60 }, () => ({ a: 1 }));
  const view = {
    raw: {
      items,
      many: Array.from({ length: 30_000 }, () => 0),
      large: 'x'.repeat(100_000),
      quotes: '"'.repeat(140_000),
    },
  };
  const within = (depth: number, leaf: string): string =>
    depth === 0 ? leaf : `{{#raw.items}}${within(depth - 1, leaf)}{{/raw.items}}`;

  it.each([
    ['nested sections', within(4, 'x'), 'more than 20000 tokens to render'],
    ['nested sections without content', within(4, ''), 'more than 20000 tokens to render'],
    ['an empty section over a long array', '{{#raw.many}}{{/raw.many}}', 'more than 20000 tokens to render'],
    ['large values', '{{raw.large}}{{raw.large}}{{raw.large}}', 'more than 262144 characters of output'],
    ['a large structure', '{{raw}}', 'more than 262144 characters of output'],
    [
      'text repeated',
      `{{#raw.items}}${'x'.repeat(5_000)}{{/raw.items}}`,
      'more than 262144 characters of output',
    ],
    ['characters that JSON escapes', '{{raw.quotes}}', 'the body has 280011 bytes, more than 262144'],
  ])('fails: %s', (_what, leaf, reason) => {
    expect(renderPayloadTemplate({ leaf }, view)).toEqual({ error: `payload template failed: ${reason}` });
  });

  it.each([
    ['20,000 tokens', '{{#raw.items}}{{/raw.items}}', Array.from({ length: 19_999 }, () => 1), 11],
    ['a body of 262,144 bytes', '{{raw.items}}', 'x'.repeat(262_133), 262_144],
  ])('does not fail with %s', (_what, leaf, items, bytes) => {
    const answer = renderPayloadTemplate({ leaf }, { raw: { items } });
    expect('body' in answer && answer.body.length).toBe(bytes);
  });

  it('fails with one byte more', () => {
    const raw = { text: 'x'.repeat(262_134), exact: 'x'.repeat(262_144) };
    const reason = (bytes: number) =>
      `payload template failed: the body has ${bytes} bytes, more than 262144`;
    expect(renderPayloadTemplate({ leaf: '{{raw.text}}' }, { raw })).toEqual({ error: reason(262_145) });
    expect(renderPayloadTemplate({ leaf: '{{raw.exact}}' }, { raw })).toEqual({ error: reason(262_155) });
  });

  it('fails with one token more', () => {
    const raw = { items: Array.from({ length: 20_000 }, () => 1) };
    expect(renderPayloadTemplate({ leaf: '{{#raw.items}}{{/raw.items}}' }, { raw })).toHaveProperty('error');
  });

  it('has one budget for all its leaves', () => {
    const template = { a: '{{raw.large}}', b: '{{raw.large}}', c: ['{{raw.large}}'] };
    expect(renderPayloadTemplate(template, view)).toEqual({
      error: 'payload template failed: more than 262144 characters of output',
    });
  });

  it('fails when it is not valid Mustache, which is refused beforehand', () => {
    expect(renderPayloadTemplate({ a: '{{#raw}}' }, view)).toEqual({
      error: 'payload template failed: Unclosed section "raw" at 8',
    });
  });
});
