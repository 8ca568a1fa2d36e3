import type { HistoryLengths } from '../histories';
import type { ShapeName } from '../shape';

/** Milliseconds of processor time; `undefined` where it cannot be read, or is nobody's. */
export interface CpuTimes {
  readonly engineMs: number | undefined;
  /** Of a PostgreSQL that was started for the run; with --cluster it is the engine's too. */
  readonly databaseMs: number | undefined;
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
  readonly name: ShapeName;
  readonly rounds: readonly ThroughputRound[];
  /** From when an event was due to each receipt, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly lost: number;
  readonly duplicated: number;
  /** `undefined` when something was lost. */
  readonly histories: HistoryLengths | undefined;
}

/** All shapes with the same number of destinations, the bare one first. */
export interface ComparisonResult {
  readonly destinations: number;
  readonly shapes: readonly ShapeResult[];
}
