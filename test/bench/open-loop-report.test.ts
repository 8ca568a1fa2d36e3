import { openLoopTable, summarizeOpenLoop } from '../../bench/open-loop/open-loop-report';

const MEASURED = { destinations: 1, lost: 0, duplicated: 0, refused: 0, latestMs: 0.4 };
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('gives the percentiles of all receipts', () => {
  expect(summarizeOpenLoop({ ...MEASURED, name: 'bare', latenciesMs: oneTo(1_000) })).toMatchObject({
    p50Ms: 500,
    p90Ms: 900,
    p99Ms: 990,
    p999Ms: 999,
    longestMs: 1_000,
  });
});

it('shows what nothing arrived of as not measured', () => {
  const bare = summarizeOpenLoop({ ...MEASURED, name: 'bare', latenciesMs: [] });
  expect(openLoopTable([bare])).toMatch(/\| n\/a ms +\| n\/a /);
});

it('compares each shape with the bare one of as many destinations', () => {
  const summaries = [
    summarizeOpenLoop({ ...MEASURED, name: 'bare', latenciesMs: [10] }),
    summarizeOpenLoop({ ...MEASURED, name: 'event', latenciesMs: [5] }),
    summarizeOpenLoop({ ...MEASURED, destinations: 3, name: 'bare', latenciesMs: [20] }),
    summarizeOpenLoop({ ...MEASURED, destinations: 3, name: 'event', latenciesMs: [5] }),
  ];
  const ratios = [...openLoopTable(summaries).matchAll(/event +\| 5.0 ms +\| (× [\d.]+)/g)].map(
    ([, each]) => each,
  );
  expect(ratios).toEqual(['× 0.50', '× 0.25']);
});
