import * as fc from 'fast-check';
import { isJsonObject } from '../../../../src/domain/json/json-values';
import { decidingNodes, matchesFilter, nodeWords, traceFilter } from '../../../../src/domain/triggers/filter';
import type { TraceNode } from '../../../../src/domain/triggers/filter';
import type { Filter } from '../../../../src/domain/triggers/trigger';
import entries from '../../../fixtures/json-logic/tests.json';
import { deepFreeze } from '../../../support/builders/deep-freeze';
import { fuzzSettings } from '../../../support/builders/fuzz-runs';
import { data, hostileWords, rules } from './generated-filters';

type Data = Readonly<Record<string, unknown>>;

const cases = (entries as readonly unknown[]).filter((entry) => Array.isArray(entry)) as [unknown, Data][];

const upload = deepFreeze({
  resource_type: 'video',
  format: 'mp4',
  bytes: 81_234,
  tags: ['hero', 'spring'],
  eager: [
    { format: 'jpg', width: 10 },
    { format: 'png', width: 900 },
  ],
  'a/b': { '~': 1 },
});

function allNodes(node: TraceNode): readonly TraceNode[] {
  return [node, ...[...node.children, ...(node.iterations?.first ?? [])].flatMap(allNodes)];
}

function evaluations(root: TraceNode): number {
  return allNodes(root).filter(({ reached, iterations }) => reached && !iterations).length;
}

function nodeAt(filter: Filter, pointer: string, about: Data = upload): TraceNode | undefined {
  return allNodes(traceFilter(filter, about).root).find((node) => node.pointer === pointer);
}

function wordsOf(filter: Filter): readonly string[] {
  return decidingNodes(traceFilter(filter, upload).root).map(nodeWords);
}

describe('a trace', () => {
  it('of each of the 277 official cases answers what the filter answers', () => {
    expect(cases).toHaveLength(277);
    for (const [rule, about] of cases) {
      const filter = (isJsonObject(rule) ? rule : { '!!': [rule] }) as Filter;
      expect([rule, traceFilter(filter, about).answer]).toEqual([rule, matchesFilter(filter, about)]);
    }
  });

  it('of any filter answers what the filter answers, and its nodes are no more than 1,000', () => {
    const filters = rules(hostileWords).map((rule) => (isJsonObject(rule) ? rule : { '!!': [rule] }));
    fc.assert(
      fc.property(filters, data, (filter, payload) => {
        const trace = traceFilter(filter, deepFreeze(payload));
        expect(trace.answer).toEqual(matchesFilter(filter, payload));
        expect(evaluations(trace.root)).toBeLessThanOrEqual(1_000);
      }),
      fuzzSettings(2_000),
    );
  });

  it('shows every part with its place, what it read and what it evaluated to', () => {
    const filter = { and: [{ '==': [{ var: 'format' }, 'mp4'] }, { '>': [{ var: 'bytes' }, 1e7] }] };
    expect(traceFilter(filter, upload)).toEqual({
      answer: { matches: false },
      stepsUsed: 10,
      deciding: ['/and/1'],
      isCut: false,
      root: {
        ...{ pointer: '', operator: 'and', reached: true, result: 'false', truthy: false },
        children: [
          {
            ...{ pointer: '/and/0', operator: '==', reached: true, result: 'true', truthy: true },
            children: [
              varNode('/and/0/==/0', { path: 'format', result: '"mp4"' }),
              written('/and/0/==/1', '"mp4"'),
            ],
          },
          {
            ...{ pointer: '/and/1', operator: '>', reached: true, result: 'false', truthy: false },
            children: [
              varNode('/and/1/>/0', { path: 'bytes', result: '81234' }),
              written('/and/1/>/1', '10000000'),
            ],
          },
        ],
      },
    });
  });

  it('does not reach what comes after the operand that decided', () => {
    const filter = { or: [{ '==': [{ var: 'format' }, 'mp4'] }, { var: 'bytes' }] };
    expect(nodeAt(filter, '/or/1')).toEqual({
      ...{ pointer: '/or/1', operator: 'var', reached: false, children: [] },
    });
  });

  it.each<[string, Filter, string, string | null]>([
    ['a member', { '!!': { var: 'eager.1.width' } }, '/!!', '/eager/1/width'],
    ['a name with signs of pointers', { '!!': { var: 'a/b.~' } }, '/!!', '/a~1b/~0'],
    ['all of it', { '!!': { var: '' } }, '/!!', ''],
    ['nothing', { '!!': { var: 'duration' } }, '/!!', null],
    ['a length, which is no part of the document', { '!!': { var: 'tags.length' } }, '/!!', null],
    ['a computed path', { '!!': { var: { cat: ['by', 'tes'] } } }, '/!!', '/bytes'],
  ])('says where in the payload a var reads: %s', (_what, filter, pointer, expected) => {
    expect(nodeAt(filter, pointer)?.reads?.pointer).toBe(expected);
  });

  it('says where a var reads in each element of a list', () => {
    const wide = { some: [{ var: 'eager' }, { '>': [{ var: 'width' }, 500] }] };
    const { iterations } = nodeAt(wide, '/some/1') ?? {};
    expect(iterations?.count).toBe(2);
    expect(iterations?.first.map(({ children: [width] }) => [width?.reads?.pointer, width?.result])).toEqual([
      ['/eager/0/width', '10'],
      ['/eager/1/width', '900'],
    ]);
    const hero = { some: [{ var: 'tags' }, { '==': [{ var: '' }, 'spring'] }] };
    expect(
      nodeAt(hero, '/some/1')?.iterations?.first.map(({ children: [tag] }) => tag?.reads?.pointer),
    ).toEqual(['/tags/0', '/tags/1']);
    const sum = {
      reduce: [{ var: 'eager' }, { '+': [{ var: 'current.width' }, { var: 'accumulator' }] }, 0],
    };
    expect(
      nodeAt(sum, '/reduce/1')?.iterations?.first.map(({ children }) => children.map(({ reads }) => reads)),
    ).toEqual([
      [
        { path: 'current.width', pointer: '/eager/0/width' },
        { path: 'accumulator', pointer: null },
      ],
      [
        { path: 'current.width', pointer: '/eager/1/width' },
        { path: 'accumulator', pointer: null },
      ],
    ]);
  });

  it('keeps the first 20 elements of a list, and counts them all', () => {
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    const filter = { map: [{ var: 'numbers' }, { '+': [{ var: '' }, 1] }] };
    const { iterations } = nodeAt(filter, '/map/1', { numbers }) ?? {};
    expect([iterations?.count, iterations?.first.length]).toEqual([500, 20]);
    expect(iterations?.first.at(-1)?.result).toBe('20');
  });

  it('cuts values at 200 characters, and stops recording after 1,000 nodes', () => {
    const text = 'é'.repeat(60_000);
    expect(nodeAt({ '!!': { var: 'text' } }, '/!!', { text })?.result).toBe(`"${'é'.repeat(198)}…`);
    const thirty = Array.from({ length: 20 }, (_, index) => index);
    const filter = { map: [thirty, { map: [thirty, { '+': [1, { var: '' }] }] }] };
    const { root, isCut } = traceFilter(filter, {});
    expect([evaluations(root), isCut]).toEqual([1_000, true]);
  });

  it('names the part that failed, with the reason', () => {
    const filter = { and: [true, { '!': { missing_some: [1, null] } }] };
    const { answer, deciding } = traceFilter(filter, upload);
    expect([answer, deciding]).toEqual([{ error: 'filter failed: missing_some without keys' }, ['/and/1/!']]);
    expect(wordsOf(filter)).toEqual(['/and/1/!: missing_some without keys']);
  });
});

function varNode(pointer: string, { path, result }: { path: string; result: string }): TraceNode {
  const reads = { path, pointer: `/${path}` };
  const children = [written(`${pointer}/var`, `"${path}"`)];
  return { pointer, operator: 'var', reached: true, result, truthy: true, reads, children };
}

function written(pointer: string, result: string): TraceNode {
  return { pointer, operator: null, reached: true, result, truthy: true, children: [] };
}

describe('the nodes that decided, in words', () => {
  it.each<[Filter, readonly string[]]>([
    [
      { and: [{ '==': [{ var: 'format' }, 'mp4'] }, { '>': [{ var: 'bytes' }, 1e7] }] },
      ['/and/1: bytes is 81234, expected > 10000000'],
    ],
    [{ '==': [{ var: 'format' }, 'jpg'] }, ['format is "mp4", expected "jpg"']],
    [{ '==': ['jpg', { var: 'format' }] }, ['format is "mp4", expected "jpg"']],
    [{ '<': [100_000, { var: 'bytes' }] }, ['bytes is 81234, expected > 100000']],
    [{ '!': { '==': [{ var: 'format' }, 'mp4'] } }, ['/!: format is "mp4", expected anything but "mp4"']],
    [{ '!=': [{ var: 'format' }, 'mp4'] }, ['format is "mp4", expected anything but "mp4"']],
    [{ '<': [1, { var: 'bytes' }, 10] }, ['bytes is 81234, expected between 1 and 10']],
    [
      { '==': [{ var: 'format' }, { var: 'resource_type' }] },
      ['format is "mp4", expected resource_type, which is "video"'],
    ],
    [
      {
        or: [{ '==': [{ var: 'format' }, 'jpg'] }, { in: [{ var: 'format' }, ['png', 'gif']] }],
      },
      ['/or/0: format is "mp4", expected "jpg"', '/or/1: format is "mp4", expected one of ["png","gif"]'],
    ],
    [{ in: ['sale', { var: 'tags' }] }, ['tags is ["hero","spring"], expected to contain "sale"']],
    [{ in: [{ var: 'format' }, 'jpg'] }, ['format is "mp4", expected a part of "jpg"']],
    [
      { some: [{ var: 'eager' }, { '>': [{ var: 'width' }, 1000] }] },
      ['eager has 2 elements looked at, expected an element to fit'],
    ],
    [
      { none: [{ var: 'eager' }, { '==': [{ var: 'format' }, 'jpg'] }] },
      ['eager has 1 element looked at, expected no element to fit'],
    ],
    [{ all: [{ var: 'frames' }, true] }, ['frames is null, expected a list with elements']],
    [{ '!': { missing: ['bytes', 'duration'] } }, ['/!: missing: ["duration"]']],
    [{ var: 'duration' }, ['duration is null, expected a value that counts as true']],
    [{ '!!': { var: 'duration' } }, ['/!!: duration is null, expected a value that counts as true']],
    [{ if: [{ '==': [{ var: 'format' }, 'jpg'] }, true, false] }, ['/if/0: format is "mp4", expected "jpg"']],
    [{ '-': [1, 1] }, ['the result is 0, expected true']],
  ])('of %j', (filter, words) => {
    expect(matchesFilter(filter, upload)).toEqual({ matches: false });
    expect(wordsOf(filter)).toEqual(words);
  });
});
