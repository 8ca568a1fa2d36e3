/** What begins the name of an operation that does not write. */
const READS = /^(Get|List|Read|Count|Assert|Scan)/;
/** Of the dev server's own workflows. */
const SYSTEM_NAMESPACE = 'temporal_system';

export interface WriteCounts {
  /** By operation: `UpdateWorkflowExecution`. */
  readonly persistence: ReadonlyMap<string, number>;
  readonly visibility: number;
}

/** Counts the writes in a Temporal server's metrics, as Prometheus reads them. */
export function writesIn(metrics: string): WriteCounts {
  const persistence = new Map<string, number>();
  let visibility = 0;
  for (const [, name, labels = '', value] of metrics.matchAll(/^(\w+)\{([^}]*)\} ([\d.e+]+)$/gm)) {
    const operation = labelIn(labels, 'operation');
    if (READS.test(operation) || labelIn(labels, 'namespace') === SYSTEM_NAMESPACE) continue;
    if (name === 'persistence_requests') {
      persistence.set(operation, (persistence.get(operation) ?? 0) + Number(value));
    }
    if (name === 'visibility_persistence_requests') visibility += Number(value);
  }
  return { persistence, visibility };
}

function labelIn(labels: string, name: string): string {
  return new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
}
