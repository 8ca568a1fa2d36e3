import { layOutTimeline, type TimelineFacts } from '../../../src/console/pictures/timeline-geometry';

const MIN = 60_000;

const facts: TimelineFacts = {
  attempts: [
    { number: 1, startedAtMs: 0, durationMs: 40 },
    { number: 2, startedAtMs: 3 * MIN, durationMs: 20_000 },
  ],
  planned: [{ number: 3, atMs: 10 * MIN }],
  runs: [1],
  interventions: [],
  nowMs: 5 * MIN,
  isSending: false,
};
const layout = (changes: Partial<TimelineFacts> = {}) => layOutTimeline({ ...facts, ...changes });

it('everything stands in the order of time, and nothing lies upon another', () => {
  const { blocks, waits, width } = layout();
  const all = [...blocks, ...waits].sort((a, b) => a.x - b.x);
  all.reduce((end, { x, width: own }) => {
    expect(x).toBeGreaterThanOrEqual(end);
    return x + own;
  }, 0);
  expect(blocks.map(({ number, isPlanned }) => [number, isPlanned])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(width).toBeGreaterThan(Math.max(...all.map(({ x, width: own }) => x + own)));
});

it('an attempt of 20 s is wider than one of 40 ms, and not five hundred times as wide', () => {
  const [short, long] = layout().blocks;
  expect(long?.width).toBeGreaterThan(short?.width ?? 0);
  expect(long?.width).toBeLessThan(2 * (short?.width ?? 0));
});

it('waits are alike however long, and say how long', () => {
  const { waits } = layout();
  expect(new Set(waits.map(({ width }) => width)).size).toBe(1);
  expect(waits.map(({ ms }) => ms)).toEqual([3 * MIN - 40, 10 * MIN - (3 * MIN + 20_000)]);
});

it('the mark of now goes through a wait by the part of it that is over', () => {
  const [, wait] = layout().waits;
  const at = (nowMs: number) => layout({ nowMs }).nowX - (wait?.x ?? 0);
  const from = 3 * MIN + 20_000;
  expect(at(from)).toBe(0);
  expect(at((from + 10 * MIN) / 2)).toBeCloseTo((wait?.width ?? 0) / 2);
});

it('before all and after all, it stands at the ends', () => {
  const { blocks } = layout();
  expect(layout({ nowMs: -MIN }).nowX).toBe(blocks[0]?.x);
  const last = blocks.at(-1);
  expect(layout({ nowMs: 60 * MIN }).nowX).toBe((last?.x ?? 0) + (last?.width ?? 0));
});

it('who intervened is marked where it was', () => {
  const { marks, waits } = layout({ interventions: [{ atMs: MIN }, { atMs: 4 * MIN }] });
  expect(marks[0]).toBeGreaterThan(waits[0]?.x ?? 0);
  expect(marks[0]).toBeLessThan((waits[0]?.x ?? 0) + (waits[0]?.width ?? 0));
  expect(marks[1]).toBeGreaterThan(waits[1]?.x ?? 0);
});

it('another run begins after its wait', () => {
  expect(layout({ runs: [1, 2] }).waits.map(({ beginsRun }) => beginsRun)).toEqual([2, undefined]);
});

it('an attempt that is under way lasts until now', () => {
  const { waits, nowX, blocks } = layout({ isSending: true, planned: [{ number: 3, atMs: 5 * MIN }] });
  const last = blocks.at(-1);
  expect(waits.at(-1)?.ms).toBe(5 * MIN - (3 * MIN + 20_000));
  expect(nowX).toBe((last?.x ?? 0) + (last?.width ?? 0));
});

it('of nothing there is nothing', () => {
  expect(layout({ attempts: [], planned: [] })).toMatchObject({ blocks: [], waits: [] });
});
