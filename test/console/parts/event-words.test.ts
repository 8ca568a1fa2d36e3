import { whereTo } from '../../../src/console/frame/where-to';
import { payloadLines } from '../../../src/console/parts/payload-lines';
import { outcomeChips } from '../../../src/console/pages/events/outcome-chips';

const NONE = { pending: 0, delivered: 0, failed: 0, cancelled: 0 };

describe('what became of an event, in chips', () => {
  it.each([
    [{ status: 'accepted', deliveries: NONE } as const, ['Accepted']],
    [{ status: 'dispatched', deliveries: NONE } as const, ['Told nobody']],
    [
      { status: 'dispatched', deliveries: { ...NONE, delivered: 2, pending: 1, failed: 1 } } as const,
      ['1 failed', '1 waiting', '2 delivered'],
    ],
  ])('of %j', (event, chips) => {
    expect(outcomeChips(event).map(({ text }) => text)).toEqual(chips);
  });
});

describe('a search', () => {
  const hit = { event_id: 'a/b', title: 'event upload' };

  it('leads to the one event that its hits belong to', () => {
    expect(whereTo([hit, { ...hit, title: 'delivery of upload' }], 'x')).toEqual({ href: '/events/a%2Fb' });
  });

  it('leads to the list when its hits belong to several', () => {
    expect(whereTo([hit, { ...hit, event_id: 'c' }], 'a cat')).toEqual({ href: '/events?public_id=a%20cat' });
  });

  it('says what has the id when that has no page, and that nothing has it', () => {
    const trigger = { event_id: null, title: 'trigger of all to a.example' };
    expect(whereTo([trigger], 'x')).toEqual({ message: 'This is the trigger of all to a.example.' });
    expect(whereTo([], 'x')).toEqual({ message: 'Nothing has this id or public ID. Both must be whole.' });
  });
});

describe('a payload in lines', () => {
  const value = { 'a/b': 1, list: ['x', {}], text: 'y'.repeat(3_000) };

  it('has each value with its place', () => {
    const lines = payloadLines(value, 100).map(({ pointer, depth, text }) => [
      pointer,
      depth,
      text.slice(0, 12),
    ]);
    expect(lines).toEqual([
      ['', 0, '{'],
      ['/a~1b', 1, '"a/b": 1,'],
      ['/list', 1, '"list": ['],
      ['/list/0', 2, '"x",'],
      ['/list/1', 2, '{}'],
      [undefined, 1, '],'],
      ['/text', 1, '"text": "yyy'],
      [undefined, 0, '}'],
    ]);
  });

  it('has no more lines, and no longer ones, than a page can lay out', () => {
    expect(
      payloadLines(
        Array.from({ length: 5_000 }, () => 1),
        1_000,
      ),
    ).toHaveLength(1_000);
    expect(payloadLines(value, 100).every(({ text }) => text.length < 2_100)).toBe(true);
  });
});
