import {
  BudgetedWriter,
  OwnPropertyContext,
} from '../../../../src/domain/triggers/payload-template/guarded-mustache';
import comments from '../../../fixtures/mustache-spec/comments.json';
import delimiters from '../../../fixtures/mustache-spec/delimiters.json';
import interpolation from '../../../fixtures/mustache-spec/interpolation.json';
import inverted from '../../../fixtures/mustache-spec/inverted.json';
import partials from '../../../fixtures/mustache-spec/partials.json';
import sections from '../../../fixtures/mustache-spec/sections.json';

interface Case {
  readonly name: string;
  readonly data: unknown;
  readonly template: string;
  readonly partials?: Record<string, string>;
  readonly expected: string;
}

const modules = { comments, delimiters, interpolation, inverted, partials, sections };
const cases = Object.entries(modules).flatMap(([module, { tests }]) =>
  tests.map((test): readonly [string, string, Case] => [module, test.name, test]),
);

/** Our one departure from the specification, docs/decisions.md D10: what it HTML-escapes stays as it is. */
function withoutHtmlEscaping(expected: string): string {
  const characters: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&lt;': '<', '&gt;': '>' };
  return expected.replace(/&(amp|quot|lt|gt);/g, (entity) => characters[entity] ?? entity);
}

describe('the official Mustache tests of the mandatory modules', () => {
  it('are 136, of which 3 expect HTML escaping', () => {
    const escaped = cases.filter(([, , { expected }]) => withoutHtmlEscaping(expected) !== expected);
    expect([cases.length, escaped.length]).toEqual([136, 3]);
  });

  // Partials and set-delimiter tags are refused when a trigger is made; the renderer knows them.
  it.each(cases)('%s: %s', (_module, _name, { template, data, partials: named, expected }) => {
    const text = new BudgetedWriter().render(template, new OwnPropertyContext(data), named);
    expect(text).toBe(withoutHtmlEscaping(expected));
  });
});
