import { decimal, factor, mebibytes, whole } from '../figures';
import { markdownTable } from '../markdown-table';
import { percentile } from '../percentile';
import type { ProcessMemory } from '../waiting/process-memory';
import type { PurgeMetrics } from './purge-metrics';
import type { LoadFigures } from './steady-load';

/** A database's space. */
export interface Space {
  /** Of its files, without what is still in a log. */
  readonly bytes: number;
  /** Within the file; `undefined` on PostgreSQL. */
  readonly freeBytes: number | undefined;
}

/** What was measured in one part: events at a fixed rate. */
export interface Part {
  readonly load: LoadFigures;
  /** Of the service, at the part's end. */
  readonly memory: ProcessMemory | undefined;
}

export interface PurgeResult {
  /** Events that were old enough. */
  readonly old: number;
  readonly before: Part;
  readonly during: Part;
  readonly purge: PurgeMetrics;
  /** From the service's start until nothing was left. */
  readonly purgeSeconds: number;
  readonly space: { readonly before: Space; readonly after: Space };
}

/** The goal for the 99th percentile of publishing, as a multiple of the one before. */
const GOAL = 2;

const LOAD_HEADER = [
  '',
  'accepted: p50',
  'p99',
  'p99.9',
  'longest',
  'received: p50',
  'p99',
  'longest',
  'delivered',
  'lost',
  'duplicated',
  'refused',
  'service: memory',
  'peak',
];
const PURGE_HEADER = [
  'events purged',
  'in',
  'events/s',
  'steps',
  'longest step',
  'database before',
  'after',
  'free in it',
  'p50 of accepting',
  'p99 of accepting',
];

/** Two tables: publishing in both parts, and the purge. */
export function purgeTables(result: PurgeResult): string {
  const { before, during } = result;
  const { p99 } = ratios(result);
  return [
    markdownTable([LOAD_HEADER, loadRow('before', before), loadRow('while purging', during)]),
    markdownTable([PURGE_HEADER, purgeRow(result)]),
    `goal: p99 of accepting at most ${factor(GOAL)}: ${p99 <= GOAL ? 'met' : 'MISSED'}`,
    '',
  ].join('\n');
}

/** The figures of the tables, for JSON: without the single latencies. */
export function purgeFigures(result: PurgeResult): object {
  const { before, during, ...others } = result;
  const figures = ({ load: { publishedMs, receivedMs, ...counts }, memory }: Part) => ({
    publishedMs: percentiles(publishedMs),
    receivedMs: percentiles(receivedMs),
    ...counts,
    memory,
  });
  return { ...others, ratios: ratios(result), before: figures(before), during: figures(during) };
}

function loadRow(title: string, { load, memory }: Part): string[] {
  const published = percentiles(load.publishedMs);
  const received = percentiles(load.receivedMs);
  return [
    title,
    ...[published.p50, published.p99, published.p999, published.longest].map(inMs),
    ...[received.p50, received.p99, received.longest].map(inMs),
    whole(load.receivedMs.length),
    ...[load.lost, load.duplicated, load.refused].map(String),
    mebibytes(memory?.nowBytes),
    mebibytes(memory?.peakBytes),
  ];
}

function purgeRow(result: PurgeResult): string[] {
  const { purge, purgeSeconds, space } = result;
  const { p50, p99 } = ratios(result);
  return [
    whole(purge.events),
    `${decimal(purgeSeconds)} s`,
    decimal(purge.events / purgeSeconds),
    whole(purge.steps),
    purge.longestStepAtMostMs === Infinity ? 'n/a' : `at most ${inMs(purge.longestStepAtMostMs)}`,
    mebibytes(space.before.bytes),
    mebibytes(space.after.bytes),
    mebibytes(space.after.freeBytes),
    factor(p50),
    factor(p99),
  ];
}

function ratios({ before, during }: PurgeResult) {
  const [one, other] = [percentiles(before.load.publishedMs), percentiles(during.load.publishedMs)];
  return { p50: other.p50 / one.p50, p99: other.p99 / one.p99 };
}

function percentiles(samples: readonly number[]) {
  const at = (fraction: number) => (samples.length === 0 ? NaN : percentile(samples, fraction));
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), longest: at(1) };
}

function inMs(ms: number): string {
  return Number.isNaN(ms) ? 'n/a' : `${decimal(ms)} ms`;
}
