import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type IdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { EndedSpan, SpanIds } from './ended-span.ts';

export interface ExporterOptions {
  /** Address of the collector, without the path of traces. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** 0 to 1. The id of a trace decides, so all processes agree. */
  readonly sampledShare: number;
  /** Told after each attempt to send spans, with the failure if there was one. */
  readonly onSent?: (failure: string | undefined) => void;
  /** Sends spans in place of OTLP over HTTP. */
  readonly spanExporter?: SpanExporter;
}

export interface Exporter {
  /** Queues a span for sending. Never throws and never waits. */
  report(span: EndedSpan): void;
  /** Whether spans of a trace are sent. */
  isSampled(traceId: string): boolean;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** A collector that hangs must not keep a process from ending. */
const TIMEOUT_MS = 5_000;
/** Beyond it spans are dropped: the service goes on. */
const MAX_QUEUE = 8_192;

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, server: SpanKind.SERVER } as const;

/** Sends ended spans to a collector, under the ids that they have. Touches nothing global. */
export function createExporter(options: ExporterOptions): Exporter {
  const { endpoint, serviceName, serviceVersion, sampledShare, onSent } = options;
  const sending =
    options.spanExporter ??
    new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: TIMEOUT_MS });
  const sampler = new TraceIdRatioBasedSampler(sampledShare);
  const ids = new GivenIds();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': serviceVersion }),
    sampler,
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor(telling(sending, onSent), {
        maxQueueSize: MAX_QUEUE,
        exportTimeoutMillis: TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer(serviceName, serviceVersion);
  return {
    report({ name, kind, attributes, links, events, error, startedAt, endedAt, ...context }) {
      ids.next = context;
      const span = tracer.startSpan(
        name,
        {
          kind: KINDS[kind],
          attributes: { ...attributes },
          links: links.map((link) => ({ context: { ...link, traceFlags: TraceFlags.SAMPLED } })),
          startTime: new Date(startedAt),
        },
        parentOf(context),
      );
      for (const event of events) span.addEvent(event.name, { ...event.attributes }, new Date(event.at));
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(new Date(endedAt));
    },
    isSampled: (traceId) =>
      sampler.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED,
    // Whoever is told of failures was told of this one.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** A span starts in the moment in which it is reported, so the ids that it asks for are those of the last report. */
class GivenIds implements IdGenerator {
  next: SpanIds = { traceId: '', spanId: '' };
  readonly generateTraceId = () => this.next.traceId;
  readonly generateSpanId = () => this.next.spanId;
}

function parentOf({ traceId, parentSpanId }: Pick<EndedSpan, 'traceId' | 'parentSpanId'>): Context {
  if (parentSpanId === undefined) return ROOT_CONTEXT;
  const parent = { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

function telling(exporter: SpanExporter, onSent: ExporterOptions['onSent']): SpanExporter {
  return {
    export(spans, onResult) {
      exporter.export(spans, (result) => {
        // 0: ExportResultCode.SUCCESS of @opentelemetry/core.
        onSent?.(
          Number(result.code) === 0 ? undefined : (result.error?.message ?? 'the collector refused them'),
        );
        onResult(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}
