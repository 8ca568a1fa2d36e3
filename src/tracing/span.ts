import type { SpanContext } from '../domain/traces/span-context';

/** Something that has ended, as a trace shows it. Times are ISO text, UTC. */
export interface EndedSpan extends SpanContext {
  readonly name: string;
  /** `client`: a request to another server. */
  readonly kind: 'internal' | 'client' | 'server';
  /** 16 hex digits; the trace begins here without it. */
  readonly parentSpanId: string | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Spans that this one goes on from. */
  readonly links: readonly SpanContext[];
  readonly events: readonly {
    readonly name: string;
    readonly at: string;
    readonly attributes: Readonly<Record<string, string | number | boolean>>;
  }[];
  /** Why it failed, if it did. */
  readonly error: string | undefined;
}

/** Where spans go: the package `packages/tracing`. */
export interface TraceExporter {
  /** Never throws and never waits. */
  report(span: EndedSpan): void;
  /** Whether spans of a trace are sent at all: the same in each process. */
  isSampled(traceId: string): boolean;
  /** Sends what is left. */
  close(): Promise<void>;
}
