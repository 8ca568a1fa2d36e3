import { decimal, factor } from '../figures';
import { markdownTable } from '../markdown-table';
import { percentile } from '../percentile';
import type { ShapeName } from '../shape';

/** What one shape did at the fixed rate, in all rounds together. */
export interface OpenLoopResult {
  readonly destinations: number;
  readonly name: ShapeName;
  /** From when an event was due to each receipt, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly lost: number;
  readonly duplicated: number;
  /** Events that the shape did not take. */
  readonly refused: number;
  /** How late the load generator handed an event over, at most, in milliseconds. */
  readonly latestMs: number;
}

export interface OpenLoopSummary extends Omit<OpenLoopResult, 'latenciesMs'> {
  /** Latencies in milliseconds; NaN when nothing arrived. */
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly longestMs: number;
}

export function summarizeOpenLoop({ latenciesMs, ...result }: OpenLoopResult): OpenLoopSummary {
  const at = (fraction: number) => (latenciesMs.length === 0 ? NaN : percentile(latenciesMs, fraction));
  return { ...result, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), p999Ms: at(0.999), longestMs: at(1) };
}

/** A row for each shape and number of destinations; ratios are to the bare shape of the same number. */
export function openLoopTable(summaries: readonly OpenLoopSummary[]): string {
  const header = ['destinations', 'shape', 'p50', '× bare', 'p90', 'p99', '× bare', 'p99.9', 'longest'];
  return markdownTable([
    [...header, 'lost', 'duplicated', 'events refused', 'generator late by'],
    ...summaries.map((each) => rowOf(each, bareOf(each, summaries))),
  ]);
}

function bareOf(
  { destinations }: OpenLoopSummary,
  summaries: readonly OpenLoopSummary[],
): OpenLoopSummary | undefined {
  return summaries.find((each) => each.name === 'bare' && each.destinations === destinations);
}

function rowOf(summary: OpenLoopSummary, bare: OpenLoopSummary | undefined): string[] {
  const inMs = (value: number) => `${decimal(value)} ms`;
  const { destinations, name, p50Ms, p90Ms, p99Ms, p999Ms, longestMs } = summary;
  return [
    String(destinations),
    name,
    inMs(p50Ms),
    factor(p50Ms / (bare?.p50Ms ?? NaN)),
    inMs(p90Ms),
    inMs(p99Ms),
    factor(p99Ms / (bare?.p99Ms ?? NaN)),
    inMs(p999Ms),
    inMs(longestMs),
    String(summary.lost),
    String(summary.duplicated),
    String(summary.refused),
    inMs(summary.latestMs),
  ];
}
