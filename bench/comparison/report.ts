import { decimal, factor } from '../figures';
import type { HistoryLength } from '../histories';
import { markdownTable } from '../markdown-table';
import type { ComparisonSummary, ShapeSummary } from './summary';

const HEADER = [
  'destinations',
  'shape',
  'deliveries/s',
  '× bare',
  'p50',
  '× bare',
  'p99',
  '× bare',
  'CPU-ms: engine',
  'PostgreSQL',
  'service',
  'all × bare',
  'lost',
  'duplicated',
  'parent',
  'child',
];

/** A row for each shape and number of destinations. */
export function comparisonTable(summaries: readonly ComparisonSummary[]): string {
  return markdownTable([
    HEADER,
    ...summaries.flatMap(({ destinations, shapes }) =>
      shapes.map((shape) => [String(destinations), ...rowOf(shape)]),
    ),
  ]);
}

/** What the table's columns mean, and what each round brought. */
export function comparisonNotes(summaries: readonly ComparisonSummary[]): string {
  const rounds = summaries.flatMap(({ destinations, shapes }) =>
    shapes.map(
      ({ name, roundsDeliveriesPerSecond }) =>
        `- ${destinations === 1 ? '1 destination' : `${destinations} destinations`}, ${name}: ${roundsDeliveriesPerSecond.map((each) => decimal(each)).join(', ')}`,
    ),
  );
  return [
    'p50 and p99: from when an event was due to each receipt, at 2 events/s. CPU-ms: per delivery. parent, child: events',
    '(workflow tasks) in the histories. The ratio of deliveries/s is the median of the rounds’ ratios. Deliveries/s of each round:',
    '',
    ...rounds,
    '',
  ].join('\n');
}

function rowOf({ cpuMsPerDelivery: cpu, ratios, history, ...shape }: ShapeSummary): string[] {
  const inMs = (value: number) => `${decimal(value)} ms`;
  return [
    shape.name,
    decimal(shape.deliveriesPerSecond),
    factor(ratios.throughput),
    inMs(shape.p50Ms),
    factor(ratios.p50),
    inMs(shape.p99Ms),
    factor(ratios.p99),
    decimal(cpu.engine),
    decimal(cpu.database),
    decimal(cpu.shape),
    factor(ratios.cpu),
    String(shape.lost),
    String(shape.duplicated),
    length(history?.parent),
    history && history.child === undefined ? 'none' : length(history?.child),
  ];
}

function length(history: HistoryLength | undefined): string {
  return history === undefined ? 'n/a' : `${history.events} (${history.workflowTasks})`;
}
