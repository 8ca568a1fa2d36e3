import type { HistoryLengths } from './histories';
import { median, percentile } from './percentile';
import type { BenchResult, CpuTimes, ShapeResult } from './result';

/** The figures of one shape. Those of processor time and history are `undefined` where they cannot be had. */
export interface ShapeSummary {
  readonly deliveriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of processor time per delivery, in the throughput part. */
  readonly cpuMsPerDelivery: Readonly<Record<'engine' | 'shape' | 'bench', number | undefined>>;
  readonly lost: number;
  readonly duplicated: number;
  readonly roundsDeliveriesPerSecond: readonly number[];
  readonly history: HistoryLengths | undefined;
}

/** The product's figure divided by the bare shape's. */
export interface Ratios {
  /** Median of the rounds' ratios; 1 means that the service costs nothing. */
  readonly throughput: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the processor time of engine and service: less shaken by what else the machine does. */
  readonly cpu: number | undefined;
}

export interface Summary {
  readonly product: ShapeSummary;
  readonly bare: ShapeSummary;
  readonly ratios: Ratios;
}

/** Reduces what was measured to the figures that are reported. */
export function summarize(result: BenchResult): Summary {
  const [product, bare] = [summarizeShape(result.product), summarizeShape(result.bare)];
  const roundRatios = product.roundsDeliveriesPerSecond.map(
    (perSecond, round) => perSecond / (bare.roundsDeliveriesPerSecond[round] ?? NaN),
  );
  return {
    product,
    bare,
    ratios: {
      throughput: median(roundRatios),
      p50: product.p50Ms / bare.p50Ms,
      p99: product.p99Ms / bare.p99Ms,
      cpu: cpuRatio(product, bare),
    },
  };
}

/** Of engine and service, per delivery; `undefined` where it cannot be read. */
export function cpuOfBothMs({ cpuMsPerDelivery: { engine, shape } }: ShapeSummary): number | undefined {
  return engine === undefined || shape === undefined ? undefined : engine + shape;
}

function cpuRatio(product: ShapeSummary, bare: ShapeSummary): number | undefined {
  const [ours, theirs] = [product, bare].map(cpuOfBothMs);
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

function summarizeShape({ rounds, latenciesMs, lost, duplicated, histories }: ShapeResult): ShapeSummary {
  const perSecond = rounds.map(({ deliveriesPerSecond }) => deliveriesPerSecond);
  const perDelivery = (pick: (cpu: CpuTimes) => number | undefined) => {
    const deliveries = rounds.reduce((sum, round) => sum + round.deliveries, 0);
    const totalMs = rounds.reduce((sum, { cpu }) => sum + (pick(cpu) ?? NaN), 0);
    return Number.isFinite(totalMs / deliveries) ? totalMs / deliveries : undefined;
  };
  return {
    deliveriesPerSecond: median(perSecond),
    p50Ms: latencyAt(latenciesMs, 0.5),
    p99Ms: latencyAt(latenciesMs, 0.99),
    cpuMsPerDelivery: {
      engine: perDelivery(({ engineMs }) => engineMs),
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
function latencyAt(latenciesMs: readonly number[], fraction: number): number {
  return latenciesMs.length === 0 ? NaN : percentile(latenciesMs, fraction);
}
