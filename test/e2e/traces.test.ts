import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What an OpenTelemetry collector gets of a real event, and what a receiver is told. */

const PRODUCER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly links?: readonly { readonly spanId: string }[];
  readonly events?: readonly { readonly name: string }[];
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}
interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

let collector: Receiver;
let receiver: Receiver;
let spans: readonly SentSpan[];
let requestId: unknown;
let printed: string;

beforeAll(async () => {
  collector = await startReceiver(() => 200);
  receiver = await startReceiver([503, 200]);
  const service = await Service.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: new URL(collector.url).origin,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-token=of the collector',
    TRACE_RECEIVERS: 'on',
    RETRY_DELAYS_SECONDS: '1',
  });
  try {
    const { cloud_name: cloud, api_key: key, api_secret: secret } = service.credentials;
    const answer = await fetch(`http://127.0.0.1:${service.port}/v1_1/${cloud}/events`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        'content-type': 'application/json',
        traceparent: `00-${PRODUCER.traceId}-${PRODUCER.spanId}-01`,
      },
      body: JSON.stringify({
        event_id: 'traced',
        event_type: 'upload',
        payload: {},
        request: { notification_url: receiver.url },
      }),
    });
    expect(answer.status).toBe(202);
    await receiver.waitForRequests(2, 30_000);
    await waitUntil('it is delivered', async () => {
      const { body } = await service.call('GET', '/deliveries?status=delivered');
      return (body.deliveries as unknown[]).length === 1;
    });
    ({ request_id: requestId } = (await service.call('GET', '/events/traced')).body);
    printed = service.printed;
  } finally {
    await service.dispose();
  }
  spans = collector.requests
    .map(({ body }) => JSON.parse(body) as Sent)
    .flatMap(({ resourceSpans }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans);
}, 90_000);
afterAll(async () => {
  await receiver.close();
  await collector.close();
});

const named = (name: string) => spans.filter((span) => span.name === name);

it('the spans are one tree below the span of the producer', () => {
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([PRODUCER.traceId]));
  expect(spans.map(({ name }) => name).sort()).toEqual([
    'POST 127.0.0.1',
    'POST 127.0.0.1',
    'deliver',
    'deliver',
    'resolve destinations',
    'webhooks accept',
  ]);
  const [accept, resolve, first, second] = [
    ...named('webhooks accept'),
    ...named('resolve destinations'),
    ...named('deliver'),
  ];
  expect(accept?.parentSpanId).toBe(PRODUCER.spanId);
  expect(resolve?.parentSpanId).toBe(accept?.spanId);
  expect([first, second].map((span) => span?.parentSpanId)).toEqual([resolve?.spanId, resolve?.spanId]);
  expect(named('POST 127.0.0.1').map((span) => span.parentSpanId)).toEqual([first?.spanId, second?.spanId]);
  expect(first?.events).toMatchObject([{ name: 'wait' }]);
  expect(second?.links).toMatchObject([{ spanId: first?.spanId }]);
});

it('the documentation lists each span with its attributes', () => {
  const page = readFileSync(path.resolve(__dirname, '../../docs/operations.md'), 'utf8');
  const section = page.split('\n## Traces\n')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` .*\| ([^|]+) \|$/gm)].map(
    ([, name = '', said = '']) =>
      [name, [...said.matchAll(/`([^`]+)`/g)].map(([, each]) => each).sort()] as const,
  );
  const ofEvent = ['webhooks.event_id', 'webhooks.event_type'];
  const documented = rows.map(([name, attributes]) => [
    name,
    [...new Set([...ofEvent, ...attributes])].sort(),
  ]);
  const sent = ['webhooks accept', 'resolve destinations', 'deliver', 'POST 127.0.0.1'].map((name) => {
    const keys = named(name).flatMap(({ attributes }) => attributes.map(({ key }) => key));
    return [name.replace('127.0.0.1', '<host>'), [...new Set(keys)].sort()];
  });
  expect(documented).toEqual(sent);
});

it('requests say what the receiver answered', () => {
  const statuses = named('POST 127.0.0.1').map(
    ({ attributes }) => attributes.find(({ key }) => key === 'http.response.status_code')?.value,
  );
  expect(statuses).toEqual([{ intValue: 503 }, { intValue: 200 }]);
});

it('the receiver gets the span of its request, and the API and the log say which trace it is', () => {
  expect(receiver.requests.map(({ headers }) => headers.traceparent)).toEqual(
    named('POST 127.0.0.1').map(({ spanId }) => `00-${PRODUCER.traceId}-${spanId}-01`),
  );
  expect(requestId).toBe(PRODUCER.traceId);
  expect(printed).toContain(`"trace_id":"${PRODUCER.traceId}"`);
});

it('the collector is asked at its path, with its headers', () => {
  const [request] = collector.requests;
  expect([request?.path, request?.headers['x-token']]).toEqual(['/v1/traces', 'of the collector']);
});
