import type { Cost } from './meter';

/** The operations whose cost is bounded. */
export type Kind =
  | 'reading a filter'
  | 'evaluating a filter'
  | 'reading a payload template'
  | 'building a template context'
  | 'rendering a payload template';

export interface MeasuredCase {
  readonly kind: Kind;
  readonly name: string;
  /** JSON, shortened. */
  readonly input: string;
  readonly cost: Cost;
}

/** What the measurement found of one kind. */
export interface WorstOfKind {
  readonly kind: Kind;
  readonly cases: number;
  readonly slowest: MeasuredCase;
  readonly largest: MeasuredCase;
  readonly overLimit: readonly MeasuredCase[];
}

/** Source: the project's goal that nobody's filter or template costs others more. */
export const LIMIT: Cost = { timeMs: 50, allocatedBytes: 20_000_000 };

/** Keeps the most expensive cases of each kind. */
export class WorstCases {
  private readonly kinds = new Map<Kind, WorstOfKind>();

  /** Whether a cost exceeds the worst so far. */
  isRemarkable(kind: Kind, { timeMs, allocatedBytes }: Cost): boolean {
    const worst = this.kinds.get(kind);
    if (!worst) return true;
    return timeMs > worst.slowest.cost.timeMs || allocatedBytes > worst.largest.cost.allocatedBytes;
  }

  add(measured: MeasuredCase): void {
    const { kind, cost } = measured;
    const known = this.kinds.get(kind);
    const { cases, slowest, largest, overLimit } = known ?? {
      cases: 0,
      slowest: measured,
      largest: measured,
      overLimit: [],
    };
    const isOver = cost.timeMs > LIMIT.timeMs || cost.allocatedBytes > LIMIT.allocatedBytes;
    this.kinds.set(kind, {
      kind,
      cases: cases + 1,
      slowest: cost.timeMs > slowest.cost.timeMs ? measured : slowest,
      largest: cost.allocatedBytes > largest.cost.allocatedBytes ? measured : largest,
      overLimit: isOver ? [...overLimit, measured] : overLimit,
    });
  }

  list(): readonly WorstOfKind[] {
    return [...this.kinds.values()];
  }
}
