/** A span of a trace. Source: W3C Trace Context, "Traceparent Header". */
export interface SpanContext {
  /** 32 hex digits in lower case, not all of them 0. */
  readonly traceId: string;
  /** 16 hex digits in lower case, not all of them 0. */
  readonly spanId: string;
}

/** A future version may add more after another hyphen. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** Reads the header `traceparent`. @returns `undefined` for what is none. */
export function parseTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, more] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return text.startsWith('00-') && more !== undefined ? undefined : { traceId, spanId };
}

/**
 * Writes the header `traceparent`.
 *
 * @param isSampled whether its reader should record its own part.
 */
export function formatTraceparent({ traceId, spanId }: SpanContext, isSampled: boolean): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
