import type { HistoryLength } from './histories';
import { cpuOfBothMs } from './summary';
import type { ShapeSummary, Summary } from './summary';

/** What a result was measured on. */
export interface Circumstances {
  /** Of the product: one process and a dev server, or what `npm run cluster` starts. */
  readonly shape: 'single' | 'cluster';
  readonly destinations: number;
  readonly inFlight: number;
  readonly events: number;
  readonly latencyEvents: number;
  readonly rounds: number;
  readonly database: 'PostgreSQL' | 'SQLite';
  readonly node: string;
  readonly cores: number;
}

/** The result as a table for the screen. */
export function table(summary: Summary, circumstances: Circumstances): string {
  const { product, bare, ratios } = summary;
  const { events, latencyEvents, destinations, inFlight, rounds, database, node, cores, shape } =
    circumstances;
  const line = (label: string, pick: (shape: ShapeSummary) => string, ratio = '') =>
    `${label.padEnd(38)}${pick(product).padStart(12)}${pick(bare).padStart(12)}${ratio.padStart(12)}`.trimEnd();
  return [
    `${events} + ${latencyEvents} events to ${destinations} destinations, ${inFlight} events in flight, ${rounds} rounds; ${shape === 'cluster' ? 'Temporal server, 2 APIs, 2 workers; ' : ''}${database}, Node ${node}, ${cores} cores`,
    '',
    `${''.padEnd(38)}${'product'.padStart(12)}${'bare'.padStart(12)}${'ratio'.padStart(12)}`,
    line('deliveries/s, median of rounds', (s) => decimal(s.deliveriesPerSecond), factor(ratios.throughput)),
    ...product.roundsDeliveriesPerSecond.map((_, round) =>
      line(
        `  round ${round + 1}`,
        (s) => decimal(s.roundsDeliveriesPerSecond[round]),
        factor(ratioOfRound(summary, round)),
      ),
    ),
    line('publish to receipt at 2 events/s, p50', (s) => `${decimal(s.p50Ms)} ms`, factor(ratios.p50)),
    line('publish to receipt at 2 events/s, p99', (s) => `${decimal(s.p99Ms)} ms`, factor(ratios.p99)),
    line('CPU-ms per delivery: engine', (s) => decimal(s.cpuMsPerDelivery.engine)),
    line('  service, bare worker', (s) => decimal(s.cpuMsPerDelivery.shape)),
    line('  both together', (s) => decimal(cpuOfBothMs(s)), factor(ratios.cpu)),
    line('  receiver and load generator', (s) => decimal(s.cpuMsPerDelivery.bench)),
    line('lost', (s) => String(s.lost)),
    line('duplicated', (s) => String(s.duplicated)),
    line('history of a parent: events (tasks)', ({ history }) => length(history?.parent)),
    line('history of a child: events (tasks)', ({ history }) => length(history?.child)),
    '',
  ].join('\n');
}

function ratioOfRound({ product, bare }: Summary, round: number): number {
  const [ours, theirs] = [product, bare].map((shape) => shape.roundsDeliveriesPerSecond[round] ?? NaN);
  return (ours ?? NaN) / (theirs ?? NaN);
}

function decimal(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? 'n/a' : value.toFixed(1);
}

function factor(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? 'n/a' : `× ${value.toFixed(2)}`;
}

function length(history: HistoryLength | undefined): string {
  return history === undefined ? 'n/a' : `${history.events} (${history.workflowTasks})`;
}
