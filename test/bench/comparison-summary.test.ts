import { comparisonTable } from '../../bench/comparison/report';
import type { ShapeResult } from '../../bench/comparison/result';
import { summarize } from '../../bench/comparison/summary';

function aShape(name: ShapeResult['name'], perSecond: readonly number[], engineMs = 100): ShapeResult {
  return {
    name,
    rounds: perSecond.map((deliveriesPerSecond) => ({
      deliveries: 10,
      deliveriesPerSecond,
      cpu: { engineMs, databaseMs: undefined, shapeMs: 50, benchMs: 10 },
    })),
    latenciesMs: [20, 40],
    lost: 0,
    duplicated: 0,
    histories: { parent: { events: 15, workflowTasks: 3 }, child: undefined },
  };
}

it('gives each shape the median of its rounds, and the median of the ratios to the bare shape of the same round', () => {
  const { shapes } = summarize({
    destinations: 3,
    shapes: [aShape('bare', [10, 20, 40]), aShape('event', [50, 40, 80])],
  });
  expect(shapes.map(({ deliveriesPerSecond }) => deliveriesPerSecond)).toEqual([20, 50]);
  expect(shapes.map(({ ratios }) => ratios.throughput)).toEqual([1, 2]);
});

it('divides processor time by deliveries, over all rounds', () => {
  const { shapes } = summarize({
    destinations: 1,
    shapes: [aShape('bare', [10, 10]), aShape('event', [20, 20], 50)],
  });
  expect(shapes[1]).toMatchObject({
    cpuMsPerDelivery: { engine: 5, database: undefined, shape: 5, bench: 1 },
    ratios: { cpu: 10 / 15 },
  });
});

it('does not compare without the unit', () => {
  expect(() => summarize({ destinations: 1, shapes: [aShape('event', [1])] })).toThrow('the bare shape');
});

it('has all numbers of destinations in one table, and says of a parent without a child that it has none', () => {
  const summaries = [1, 3].map((destinations) =>
    summarize({ destinations, shapes: [aShape('bare', [10]), aShape('event', [30])] }),
  );
  const cells = comparisonTable(summaries)
    .split('\n')
    .slice(2, -1)
    .map((row) => row.split('|').map((cell) => cell.trim()));
  expect(cells.map((row) => row.slice(1, 5))).toEqual([
    ['1', 'bare', '10.0', '× 1.00'],
    ['1', 'event', '30.0', '× 3.00'],
    ['3', 'bare', '10.0', '× 1.00'],
    ['3', 'event', '30.0', '× 3.00'],
  ]);
  expect(cells[0]?.at(-2)).toBe('none');
});
