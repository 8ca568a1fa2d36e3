import type { HistoryLengths } from './histories';
import { median, percentile } from './percentile';
import type { BenchResult, CpuTimes, ShapeResult } from './result';

/** The figures of one shape. Those of processor time and history are `undefined` where they cannot be had. */
export interface ShapeSummary {
  readonly deliveries_per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Milliseconds of processor time per delivery, in the throughput part. */
  readonly cpu_ms_per_delivery: Readonly<Record<'engine' | 'shape' | 'bench', number | undefined>>;
  readonly lost: number;
  readonly duplicated: number;
  readonly rounds_deliveries_per_second: readonly number[];
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
  const roundRatios = product.rounds_deliveries_per_second.map(
    (perSecond, round) => perSecond / (bare.rounds_deliveries_per_second[round] ?? NaN),
  );
  return {
    product,
    bare,
    ratios: {
      throughput: median(roundRatios),
      p50: product.p50_ms / bare.p50_ms,
      p99: product.p99_ms / bare.p99_ms,
      cpu: cpuRatio(product, bare),
    },
  };
}

/** Of engine and service, per delivery; `undefined` where it cannot be read. */
export function cpuOfBothMs({ cpu_ms_per_delivery: { engine, shape } }: ShapeSummary): number | undefined {
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
    deliveries_per_second: median(perSecond),
    p50_ms: latencyAt(latenciesMs, 0.5),
    p99_ms: latencyAt(latenciesMs, 0.99),
    cpu_ms_per_delivery: {
      engine: perDelivery(({ engineMs }) => engineMs),
      shape: perDelivery(({ shapeMs }) => shapeMs),
      bench: perDelivery(({ benchMs }) => benchMs),
    },
    lost,
    duplicated,
    rounds_deliveries_per_second: perSecond,
    history: histories,
  };
}

/** @returns NaN when nothing arrived. */
function latencyAt(latenciesMs: readonly number[], fraction: number): number {
  return latenciesMs.length === 0 ? NaN : percentile(latenciesMs, fraction);
}
