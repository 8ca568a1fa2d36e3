/** What the metrics of a worker say of its purge. */
export interface PurgeMetrics {
  /** Events that it has deleted. */
  readonly events: number;
  readonly steps: number;
  /** No step took longer, in milliseconds: a bound of the histogram. `Infinity` above the last one; 0 without any step. */
  readonly longestStepAtMostMs: number;
}

/** Reads Prometheus' text format. What is not there counts as 0. */
export function purgeMetricsIn(text: string): PurgeMetrics {
  const valueOf = (series: string) => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? 0 : Number(line.slice(series.length));
  };
  const steps = valueOf('webhooks_purge_step_seconds_count');
  const buckets = [...text.matchAll(/^webhooks_purge_step_seconds_bucket\{le="([^"]+)"\} (\d+)$/gm)];
  const bound = buckets.find(([, , count]) => Number(count) === steps)?.[1];
  const longestSeconds = bound === undefined || bound === '+Inf' ? Infinity : Number(bound);
  return {
    events: valueOf('webhooks_purged_rows_total{table="events"}'),
    steps,
    longestStepAtMostMs: steps === 0 ? 0 : longestSeconds * 1000,
  };
}
