import mustache from 'mustache';
import { DomainError } from '../../../../src/domain/errors';
import { parsePayloadTemplate } from '../../../../src/domain/triggers/payload-template';

function nested(levels: number): unknown {
  return levels === 1 ? '' : { a: nested(levels - 1) };
}

function sectionsAround(count: number): string {
  return `${'{{#raw.a}}'.repeat(count)}x${'{{/raw.a}}'.repeat(count)}`;
}

function refusalOf(input: unknown): DomainError {
  try {
    parsePayloadTemplate(input);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parsePayloadTemplate', () => {
  it.each([
    [
      'placeholders of every namespace',
      '{{event.type}}{{asset.id}}{{folder.path}}{{eager.status}}{{error.code}}{{raw.x}}',
    ],
    ['the three forms of a placeholder', '{{asset.url}} {{{asset.url}}} {{& asset.url }}'],
    ['an index into an array', '{{raw.eager.0.secure_url}}'],
    ['letters, digits, _ and - in names', '{{raw._a-1.2nd.-x}}'],
    [
      'a section, with names and the item itself inside',
      '{{#asset.tags}}{{.}} {{name}} {{#sub}}{{x}}{{/sub}}{{/asset.tags}}',
    ],
    ['an inverted section', '{{^asset.tags}}none of {{asset.public_id}}{{/asset.tags}}'],
    ['a comment', '{{! > anything goes }}'],
    ['text that is no tag', 'a } } { b'],
    ['16 sections inside each other', sectionsAround(16)],
    ['a path of 256 characters', `{{raw.${'a'.repeat(252)}}}`],
    ['a path of 32 names', `{{raw${'.a'.repeat(31)}}}`],
    ['256 blanks in a tag', `{{asset.id${' '.repeat(256)}}}`],
    ['any white space in a text without tags', ' '.repeat(1_000)],
  ])('accepts %s', (_what, leaf) => {
    const template = { a: [1, true, null, { b: leaf }] };
    expect(parsePayloadTemplate(template)).toBe(template);
  });

  it('accepts a text that parses to an object, and answers the object', () => {
    expect(parsePayloadTemplate('{"id":"{{asset.id}}","n":[1]}')).toEqual({ id: '{{asset.id}}', n: [1] });
  });

  it('accepts 32 levels, and 16,384 bytes of UTF-8 of compact JSON', () => {
    expect(parsePayloadTemplate(nested(32))).toBeDefined();
    expect(parsePayloadTemplate(`{ "a" : "${'é'.repeat(8_188)}" }`)).toBeDefined();
  });

  it('accepts the largest whole numbers and any fraction that a double has', () => {
    const numbers = `[${Number.MAX_SAFE_INTEGER},${Number.MIN_SAFE_INTEGER},1e-300,-0.5]`;
    expect(parsePayloadTemplate(`{"n":${numbers}}`)).toEqual({ n: JSON.parse(numbers) as unknown });
  });

  it.each([[undefined], [null], [''], [{}], ['{}'], [' { } ']])('takes %j for no template', (input) => {
    expect(parsePayloadTemplate(input)).toBeUndefined();
  });

  it.each([
    ['an array', [], 'payload_template is an array of 0; expected an object, or a text that parses to one'],
    ['a number', 7, 'payload_template is 7; expected an object'],
    ['a text that parses to an array', '["x"]', 'payload_template is an array of 1; expected an object'],
    [
      'a text that is not JSON',
      '{"a":{{x}}}',
      'payload_template is not the text of a JSON object: malformed JSON at position 6 (line 1, column 7): got "{x}}}", expected a property name or "}"',
    ],
    [
      'a text with a comma too many',
      '{\n "a": "x",\n}',
      'malformed JSON at position 13 (line 3, column 1): got "}", expected a property name',
    ],
    ['a text without JSON', 'New: {{asset.id}}', 'at position 0 (line 1, column 1): got "New: {{asset.id}}"'],
    [
      'a text that breaks off',
      '{"a":',
      'at position 5 (line 1, column 6): got the end of the text, expected a value',
    ],
    ['33 levels', nested(33), 'payload_template at /a/a/a/a/a/a/a'],
    ['33 levels, with the reason', nested(33), 'is ""; expected at most 32 levels of nesting'],
    [
      '16,385 bytes',
      { a: `${'é'.repeat(8_188)}x` },
      'payload_template is 16385 bytes of JSON; expected at most 16384',
    ],
    [
      'a key __proto__',
      '{"a":{"__proto__":"x"}}',
      'payload_template at /a/__proto__ is "x"; expected another key',
    ],
    [
      'a number beyond doubles, which JSON would print as null',
      '{"a":[1,1e999]}',
      'payload_template at /a/1 is a number beyond 9007199254740991; expected one that JSON keeps exactly, or its digits as text',
    ],
    [
      'a whole number that a double would change',
      '{"a":{"id":-9007199254740993}}',
      'payload_template at /a/id is a number beyond 9007199254740991; expected one that JSON keeps',
    ],
  ])('refuses %s and says what was expected', (_what, input, message) => {
    const refusal = refusalOf(input);
    expect(refusal.code).toBe('invalid_payload_template');
    expect(refusal.message).toContain(message);
  });

  it.each([
    ['an unclosed tag', '{{asset.id', 'Unclosed tag at 10; expected Mustache syntax'],
    ['an unclosed section', '{{#asset}}x', 'Unclosed section "asset" at 11; expected Mustache syntax'],
    [
      'a section that spans leaves',
      '{{/asset.tags}}',
      'Unopened section "asset.tags" at 0; expected Mustache',
    ],
    [
      'a partial',
      '{{> footer}}',
      'the partial "footer"; expected variables, sections, inverted sections and comments',
    ],
    ['a set-delimiter tag', '{{=<% %>=}}', 'the set-delimiter tag "<% %>"; expected variables'],
    [
      'an unclosed section of a long name',
      `{{#raw.${'a'.repeat(200)}}}`,
      `contains Unclosed section "raw.${'a'.repeat(78)}; expected Mustache syntax`,
    ],
    [
      'a second tag that is at fault',
      '{{asset.id}} {{asset id}}',
      'the name "asset id"; expected a dotted path',
    ],
    ['an unknown namespace in {{&}}', '{{& tags }}', 'the name "tags"; expected a path that begins with'],
    ['an unknown namespace in {{{}}}', '{{{tags}}}', 'the name "tags"; expected a path that begins with'],
    [
      'a namespace with more letters',
      '{{assets.id}}',
      'the name "assets.id"; expected a path that begins with',
    ],
    ['an empty name', '{{}}', 'the name ""; expected a dotted path'],
    ['a name with blanks', '{{asset id}}', 'the name "asset id"; expected a dotted path'],
    [
      'a name with a letter beyond ASCII, and says which there may be',
      '{{raw.metadata.größe}}',
      'the name "raw.metadata.größe"; expected a dotted path such as asset.public_id: at most 32 names and 256 characters, each name of ASCII letters, digits, _ and -, the first beginning with a letter or _',
    ],
    ['a digit at the beginning', '{{0.a}}', 'the name "0.a"; expected a dotted path'],
    ['a block', '{{$asset}}{{/asset}}', 'expected Mustache syntax'],
    ['a parent', '{{<raw}}', 'the name "<raw"; expected a dotted path'],
    ['a dynamic name', '{{>*raw}}', 'the partial "*raw"; expected'],
    [
      '__proto__',
      '{{#__proto__}}{{asset.tags.pop}}{{/__proto__}}',
      'expected a path without the name "__proto__"',
    ],
    [
      'constructor',
      '{{#asset.constructor.prototype}}{{/asset.constructor.prototype}}',
      'without the name "constructor"',
    ],
    [
      'prototype in a section',
      '{{#asset}}{{x.prototype}}{{/asset}}',
      'expected a path without the name "prototype"',
    ],
    [
      'an unknown namespace',
      '{{public_id}}',
      'the name "public_id"; expected a path that begins with one of event, asset',
    ],
    [
      'an unknown section',
      '{{#tags}}{{.}}{{/tags}}',
      'the name "tags"; expected a path that begins with one of',
    ],
    [
      'a bare name in an inverted section',
      '{{^asset.id}}{{x}}{{/asset.id}}',
      'the name "x"; expected a path that',
    ],
    ['the item outside a section', '{{.}}', 'the name "."; expected that name inside a section only'],
    ['17 sections inside each other', sectionsAround(17), 'a deeper section; expected at most 16 sections'],
    [
      'a path of 33 names',
      `{{raw${'.a'.repeat(32)}}}`,
      'expected a dotted path such as asset.public_id: at most 32 names and 256 characters',
    ],
    [
      'a path of 257 characters',
      `{{raw.${'a'.repeat(253)}}}`,
      'expected a dotted path such as asset.public_id: at most',
    ],
    [
      '257 blanks in a tag',
      `{{asset.id${' '.repeat(257)}x}}`,
      'more than 256 white-space characters in a row; expected fewer in a text with Mustache tags',
    ],
  ])('refuses a leaf with %s, and names the leaf', (_what, leaf, message) => {
    const refusal = refusalOf({ ok: '{{asset.id}}', a: { 'b/c': [0, leaf] } });
    expect(refusal.message).toMatch(/^payload_template at \/a\/b~1c\/1 is ".*, which contains /);
    expect(refusal.message).toContain(message);
  });

  it('leaves nothing in the cache of the library, which never forgets', () => {
    for (let index = 0; index < 100; index++) parsePayloadTemplate({ a: `${index} {{asset.id}}` });
    expect(mustache.templateCache).toHaveProperty('_cache', {});
  });
});
