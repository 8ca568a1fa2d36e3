/** Which span of which trace. Source: W3C Trace Context, "Traceparent Header". */
export interface SpanIds {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span as the service reports it when it has ended. Times are ISO text, UTC. */
export interface EndedSpan extends SpanIds {
  readonly name: string;
  readonly kind: 'internal' | 'client' | 'server';
  /** The trace begins here without it. */
  readonly parentSpanId: string | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly attributes: Attributes;
  readonly links: readonly SpanIds[];
  readonly events: readonly { readonly name: string; readonly at: string; readonly attributes: Attributes }[];
  /** Why it failed, if it did. */
  readonly error: string | undefined;
}
