import * as fc from 'fast-check';
import { DomainError } from '../../../../src/domain/errors';
import {
  parsePayloadTemplate,
  renderPayloadTemplate,
  templateContext,
} from '../../../../src/domain/triggers/payload-template';
import { deepFreeze } from '../../../support/builders/deep-freeze';
import { fuzzSettings } from '../../../support/builders/fuzz-runs';
import { prototypeKeys } from '../../../support/builders/prototype-keys';

const path = fc
  .array(
    fc.constantFrom(
      ...[
        'event',
        'asset',
        'eager',
        'raw',
        'tags',
        'public_id',
        'context',
        'transformations',
        '0',
        'length',
        'x',
      ],
      ...['__proto__', 'constructor', 'prototype', 'pop', 'push', 'toString', 'hasOwnProperty', 'call'],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((names) => names.join('.'));

const leaf = fc.letrec<{ leaf: string }>((tie) => ({
  leaf: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '{{',
      '}}',
      '{{.}}',
      '"',
      '\\',
      '\u2028',
      '\ud800',
      '</script>',
      '{{!x}}',
      '{{>x}}',
      '{{=<% %>=}}',
    ),
    fc
      .tuple(fc.constantFrom('{{_}}', '{{{_}}}', '{{& _ }}'), path)
      .map(([tag, name]) => tag.replace('_', name)),
    fc
      .tuple(fc.constantFrom('#', '^'), path, tie('leaf'))
      .map(([type, name, inner]) => `{{${type}${name}}}${inner}{{/${name}}}`),
    fc.tuple(tie('leaf'), tie('leaf')).map((parts) => parts.join('')),
  ),
})).leaf;

const template = fc.dictionary(
  fc.string({ maxLength: 6 }),
  fc.oneof(
    leaf,
    fc.array(fc.oneof(leaf, fc.constantFrom(1, true, null)), { maxLength: 3 }),
    fc.record({ a: leaf, b: leaf }),
  ),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

const payload = fc.record(
  {
    public_id: fc.string({ unit: 'binary' }),
    tags: fc.array(fc.string(), { maxLength: 3 }),
    context: fc.jsonValue({ maxDepth: 2 }),
    x: fc.jsonValue({ maxDepth: 2 }),
    eager: fc.array(
      fc.record({ status: fc.constantFrom('failed', 'complete'), x: fc.jsonValue({ maxDepth: 1 }) }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const eventType = fc.constantFrom('upload', 'eager', 'delete', 'error', 'create_folder');

/** The value's JSON with each text replaced, so that two documents compare by keys, their order, and structure. */
function shape(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? 'text' : each));
}

function isAccepted(input: unknown): boolean {
  try {
    return parsePayloadTemplate(input) !== undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return false;
  }
}

describe('payload templates', () => {
  it('render to JSON with exactly their keys, or explain why not; accepted ones always render', () => {
    const before = prototypeKeys();
    let accepted = 0;
    fc.assert(
      fc.property(template, payload, eventType, (tree, body, type) => {
        const context = templateContext({
          eventType: type,
          payload: deepFreeze(body),
          timestamp: 't',
          requestId: 'r',
        });
        const answer = renderPayloadTemplate(deepFreeze(tree), deepFreeze(context));
        if ('body' in answer) expect(shape(JSON.parse(answer.body))).toBe(shape(tree));
        if (!isAccepted(tree)) return;
        accepted += 1;
        expect(answer).toHaveProperty('body');
      }),
      fuzzSettings(2_000),
    );
    expect(prototypeKeys()).toEqual(before);
    expect(accepted).toBeGreaterThan(0);
  });

  it("are accepted unchanged, taken for none, or refused as the caller's mistake, whatever JSON they are", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.json(),
          leaf.map((text) => ({ text })),
        ),
        (input) => {
          isAccepted(input);
        },
      ),
      fuzzSettings(1_000),
    );
  });
});
