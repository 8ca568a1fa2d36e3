import type { HistoryLengths } from '../histories';
import { median, percentile } from '../percentile';
import type { ShapeName } from '../shape';
import type { ComparisonResult, CpuTimes, ShapeResult } from './result';

/** Who uses processor time. */
export type CpuUser = 'engine' | 'database' | 'shape' | 'bench';

/** The figures of one shape. Those of processor time and history are `undefined` where they cannot be had. */
export interface ShapeSummary {
  readonly name: ShapeName;
  readonly deliveriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of processor time per delivery, in the throughput part. */
  readonly cpuMsPerDelivery: Readonly<Record<CpuUser, number | undefined>>;
  readonly lost: number;
  readonly duplicated: number;
  readonly roundsDeliveriesPerSecond: readonly number[];
  readonly history: HistoryLengths | undefined;
  /** The figures divided by the bare shape's; of that, 1. */
  readonly ratios: Ratios;
}

export interface Ratios {
  /** Median of the rounds' ratios; 1 means that the service costs nothing. */
  readonly throughput: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the processor time of engine, database and service: less shaken by what else the machine does. */
  readonly cpu: number | undefined;
}

export interface ComparisonSummary {
  readonly destinations: number;
  /** The bare shape first. */
  readonly shapes: readonly ShapeSummary[];
}

type Figures = Omit<ShapeSummary, 'ratios'>;

/** Reduces what was measured to the figures that are reported. @throws Error without a bare shape. */
export function summarize({ destinations, shapes }: ComparisonResult): ComparisonSummary {
  const figures = shapes.map(figuresOf);
  const bare = figures.find(({ name }) => name === 'bare');
  if (bare === undefined) throw new Error('the bare shape was not measured');
  return { destinations, shapes: figures.map((each) => ({ ...each, ratios: ratiosOf(each, bare) })) };
}

function ratiosOf(shape: Figures, bare: Figures): Ratios {
  const roundRatios = shape.roundsDeliveriesPerSecond.map(
    (perSecond, round) => perSecond / (bare.roundsDeliveriesPerSecond[round] ?? NaN),
  );
  const [cpu, bareCpu] = [cpuOfAllMs(shape), cpuOfAllMs(bare)];
  return {
    throughput: median(roundRatios),
    p50: shape.p50Ms / bare.p50Ms,
    p99: shape.p99Ms / bare.p99Ms,
    cpu: cpu === undefined || bareCpu === undefined ? undefined : cpu / bareCpu,
  };
}

/** Of engine, database and service, per delivery; `undefined` where it cannot be read. */
function cpuOfAllMs({ cpuMsPerDelivery: { engine, database = 0, shape } }: Figures): number | undefined {
  return engine === undefined || shape === undefined ? undefined : engine + database + shape;
}

function figuresOf({ name, rounds, latenciesMs, lost, duplicated, histories }: ShapeResult): Figures {
  const perSecond = rounds.map(({ deliveriesPerSecond }) => deliveriesPerSecond);
  const perDelivery = (pick: (cpu: CpuTimes) => number | undefined) => {
    const deliveries = rounds.reduce((sum, round) => sum + round.deliveries, 0);
    const totalMs = rounds.reduce((sum, { cpu }) => sum + (pick(cpu) ?? NaN), 0);
    return Number.isFinite(totalMs / deliveries) ? totalMs / deliveries : undefined;
  };
  return {
    name,
    deliveriesPerSecond: median(perSecond),
    p50Ms: percentileOrNaN(latenciesMs, 0.5),
    p99Ms: percentileOrNaN(latenciesMs, 0.99),
    cpuMsPerDelivery: {
      engine: perDelivery(({ engineMs }) => engineMs),
      database: perDelivery(({ databaseMs }) => databaseMs),
      shape: perDelivery(({ shapeMs }) => shapeMs),
      bench: perDelivery(({ benchMs }) => benchMs),
    },
    lost,
    duplicated,
    roundsDeliveriesPerSecond: perSecond,
    history: histories,
  };
}

/** @returns NaN when nothing arrived. */
function percentileOrNaN(latenciesMs: readonly number[], fraction: number): number {
  return latenciesMs.length === 0 ? NaN : percentile(latenciesMs, fraction);
}
