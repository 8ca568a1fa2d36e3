import type { HistoryLengths } from './histories';

/** Milliseconds of processor time; `undefined` where it cannot be read. */
export interface CpuTimes {
  readonly engineMs: number | undefined;
  readonly shapeMs: number | undefined;
  /** Of the receiver and load generator. */
  readonly benchMs: number | undefined;
}

export interface ThroughputRound {
  readonly deliveries: number;
  readonly deliveriesPerSecond: number;
  readonly cpu: CpuTimes;
}

export interface ShapeResult {
  readonly rounds: readonly ThroughputRound[];
  /** From before the publication to each receipt, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly lost: number;
  readonly duplicated: number;
  /** `undefined` when something was lost. */
  readonly histories: HistoryLengths | undefined;
}

export interface BenchResult {
  readonly product: ShapeResult;
  readonly bare: ShapeResult;
}
