import { createHash } from 'node:crypto';
import { createExporter } from '../../../packages/tracing/src/index';
import type { EndedSpan, ExporterOptions } from '../../../packages/tracing/src/index';
import type { TraceExporter } from '../../../src/tracing/spans';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const span: EndedSpan = {
  traceId,
  spanId: '00f067aa0ba902b7',
  parentSpanId: '1111111111111111',
  name: 'POST hooks.example.com',
  kind: 'client',
  startedAt: '2026-03-14T09:26:53.600Z',
  endedAt: '2026-03-14T09:26:54.100Z',
  attributes: { 'webhooks.attempt': 2 },
  links: [{ traceId, spanId: '2222222222222222' }],
  events: [{ name: 'wait', at: '2026-03-14T09:26:54.100Z', attributes: { until: 'later' } }],
  error: 'http_status',
};

type SpanExporter = NonNullable<ExporterOptions['spanExporter']>;
type SentSpan = Parameters<SpanExporter['export']>[0][number];

/** Keeps what it is given in memory. */
function inMemory() {
  const kept: SentSpan[] = [];
  const spanExporter: SpanExporter = {
    export(spans, onResult) {
      kept.push(...spans);
      onResult({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  return { kept, spanExporter };
}

/** Of OpenTelemetry's API. */
const CLIENT = 2;
const UNSET = 0;
const ERROR = 2;

const OPTIONS = { endpoint: 'http://127.0.0.1:1', serviceName: 'webhooks', serviceVersion: '1.2.3' };

it('sends a span under the ids, times and facts that it has', async () => {
  const { kept, spanExporter } = inMemory();
  // The shape that the service knows it by.
  const exporter: TraceExporter = createExporter({ ...OPTIONS, sampledShare: 1, spanExporter });
  exporter.report(span);
  exporter.report({ ...span, spanId: '3333333333333333', parentSpanId: undefined, error: undefined });
  await exporter.close();
  const [child, root] = kept;
  expect(child?.spanContext()).toMatchObject({ traceId, spanId: span.spanId });
  expect(child?.parentSpanContext?.spanId).toBe(span.parentSpanId);
  expect([child?.name, child?.kind]).toEqual([span.name, CLIENT]);
  expect(child?.attributes).toEqual(span.attributes);
  expect(child?.links.map(({ context }) => context.spanId)).toEqual(['2222222222222222']);
  expect(child?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['wait', { until: 'later' }],
  ]);
  expect(child?.status).toEqual({ code: ERROR, message: 'http_status' });
  expect(child?.duration).toEqual([0, 500_000_000]);
  expect(child?.resource.attributes).toMatchObject({
    'service.name': 'webhooks',
    'service.version': '1.2.3',
  });
  expect(root?.spanContext()).toMatchObject({ traceId, spanId: '3333333333333333' });
  expect(root?.parentSpanContext).toBeUndefined();
  expect(root?.status.code).toBe(UNSET);
});

it('sends a share of the traces, each as a whole, and says which', async () => {
  const { kept, spanExporter } = inMemory();
  const exporter = createExporter({ ...OPTIONS, sampledShare: 0.5, spanExporter });
  const traceIds = Array.from({ length: 200 }, (_, n) => createHash('md5').update(String(n)).digest('hex'));
  for (const each of traceIds) {
    exporter.report({ ...span, traceId: each });
    exporter.report({ ...span, traceId: each, spanId: '3333333333333333' });
  }
  await exporter.close();
  const sampled = traceIds.filter((each) => exporter.isSampled(each));
  expect(sampled.length).toBeGreaterThan(50);
  expect(sampled.length).toBeLessThan(150);
  expect(kept.map((each) => each.spanContext().traceId)).toEqual(sampled.flatMap((each) => [each, each]));
});

it.each([
  [{ code: 0 }, undefined],
  [{ code: 1, error: new Error('connect ECONNREFUSED') }, 'connect ECONNREFUSED'],
  [{ code: 1 }, 'the collector refused them'],
])('tells whether the collector took them: %j', async (result, told) => {
  const sent: (string | undefined)[] = [];
  const spanExporter: SpanExporter = {
    export: (_spans, onResult) => onResult(result),
    shutdown: async () => undefined,
  };
  const onSent = (failure: string | undefined) => void sent.push(failure);
  const exporter = createExporter({ ...OPTIONS, sampledShare: 1, spanExporter, onSent });
  exporter.report(span);
  await exporter.close();
  expect(sent).toEqual([told]);
});
