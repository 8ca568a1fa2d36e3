import { decimal, mebibytes, whole } from '../figures';
import { markdownTable } from '../markdown-table';
import { percentile } from '../percentile';
import type { Lateness } from './lateness';
import type { ProcessMemory } from './process-memory';

/** Of the service and the dev server; `undefined` where it cannot be read. */
export interface MemoryOfBoth {
  readonly service: ProcessMemory | undefined;
  readonly temporal: ProcessMemory | undefined;
}

export interface WaitingResult {
  readonly waiting: number;
  readonly dueWithinSeconds: number;
  /** How fast they were put to sleep. */
  readonly asleepPerSecond: number;
  readonly memory: {
    /** Before the first one sleeps. */
    readonly before: MemoryOfBoth;
    /** With all of them in the processes that put them to sleep. */
    readonly asleep: MemoryOfBoth;
    /** After both were killed and started again. */
    readonly restarted: MemoryOfBoth;
    /** When all second attempts have been made. */
    readonly after: MemoryOfBoth;
  };
  readonly temporalReadyMs: number;
  readonly serviceReadyMs: number;
  /** Of a sample. */
  readonly lateness: readonly Lateness[];
  /** From the first second attempt to the last. */
  readonly attemptsPerSecond: number;
  readonly lost: number;
  readonly duplicated: number;
}

const HEADER = [
  'asleep',
  'due within',
  'service before',
  'asleep',
  'each',
  'restarted',
  'peak after it',
  'dev server before',
  'asleep',
  'each',
  'restarted',
  'peak after it',
  'ready: dev server',
  'service',
  'timers late p50',
  'p99',
  'longest',
  'receipts late p50',
  'p99',
  'longest',
  'attempts/s',
  'lost',
  'duplicated',
  'put to sleep/s',
];

/** A row for each number of sleepers. */
export function waitingTable(results: readonly WaitingResult[]): string {
  return markdownTable([HEADER, ...results.map(rowOf)]);
}

function rowOf(result: WaitingResult): string[] {
  const { waiting, dueWithinSeconds, lateness, temporalReadyMs, serviceReadyMs } = result;
  const inSeconds = (ms: number) => `${decimal(ms / 1000)} s`;
  return [
    whole(waiting),
    `${dueWithinSeconds} s`,
    ...memoryCells(result, 'service'),
    ...memoryCells(result, 'temporal'),
    inSeconds(temporalReadyMs),
    inSeconds(serviceReadyMs),
    ...latenessCells(lateness.map(({ timerMs }) => timerMs)),
    ...latenessCells(lateness.map(({ receiptMs }) => receiptMs)),
    decimal(result.attemptsPerSecond),
    String(result.lost),
    String(result.duplicated),
    decimal(result.asleepPerSecond),
  ];
}

function memoryCells({ memory, waiting }: WaitingResult, whose: keyof MemoryOfBoth): string[] {
  const before = memory.before[whose]?.nowBytes;
  const asleep = memory.asleep[whose]?.nowBytes;
  const each = before === undefined || asleep === undefined ? undefined : (asleep - before) / waiting;
  return [
    mebibytes(before),
    mebibytes(asleep),
    each === undefined ? 'n/a' : `${decimal(each / 1024)} KiB`,
    mebibytes(memory.restarted[whose]?.nowBytes),
    mebibytes(memory.after[whose]?.peakBytes),
  ];
}

function latenessCells(latenessMs: readonly number[]): string[] {
  const at = (fraction: number) => (latenessMs.length === 0 ? NaN : percentile(latenessMs, fraction));
  return [0.5, 0.99, 1].map((fraction) => {
    const ms = at(fraction);
    return Number.isNaN(ms) ? 'n/a' : `${decimal(ms / 1000, 2)} s`;
  });
}
