import type { Attempt, AttemptOutcome } from '../../src/domain/deliveries/attempt';
import type { PostedContent } from '../../src/domain/events/event';
import type { EndedSpan } from '../../src/tracing/spans';
import { traceIntake, traceOperations, workTracing } from '../../src/tracing/trace-work';
import { aDelivery } from '../support/builders/a-delivery';
import { anEvent } from '../support/builders/an-event';

const event = anEvent({ requestId: '4bf92f3577b34da6a3ce929d0e0e4736' });
const producer = { traceId: event.requestId, spanId: '00f067aa0ba902b7' };
const content: PostedContent = { meaning: {}, asPosted: {} };
const at = '2026-03-14T09:26:53.600Z';
const now = () => new Date(at);

function recording() {
  const spans: EndedSpan[] = [];
  const report = (span: EndedSpan) => void spans.push(span);
  return { spans, exporter: { report, isSampled: () => true, close: async () => undefined } };
}

async function accepted(of = event, answer = 'accepted'): Promise<EndedSpan | undefined> {
  const { spans, exporter } = recording();
  const intake = { publish: async () => answer, publishMany: async () => [] };
  expect(await traceIntake(intake, { exporter, now }).publish(of, 'demo', content, producer)).toBe(answer);
  return spans[0];
}

function resolved(): EndedSpan | undefined {
  const { spans, exporter } = recording();
  const resolution = { ...event, batchId: undefined, resolvedAt: at, verdicts: [], deliveries: [] };
  workTracing(exporter).eventResolved(event, resolution, at);
  return spans[0];
}

const refused: AttemptOutcome = {
  kind: 'rejected',
  errorCode: 'http_status',
  errorMessage: '',
  httpStatus: 503,
  responseExcerpt: '',
  durationMs: 500,
};
const delivery = aDelivery({ event, uri: 'https://hooks.example.com:8443/cld?secret=1' });

function attempted(changes: Partial<Attempt> = {}, nextAttemptAt?: string): readonly EndedSpan[] {
  const { spans, exporter } = recording();
  workTracing(exporter).attemptRecorded({
    delivery,
    attempt: {
      deliveryId: delivery.id,
      attemptNumber: 1,
      startedAt: at,
      requestHeaders: { a: 'b' },
      outcome: refused,
      ...changes,
    },
    after: { status: nextAttemptAt === undefined ? 'failed' : 'pending', nextAttemptAt },
    begunAt: '2026-03-14T09:26:53.500Z',
  });
  return spans;
}

it('an event continues the trace of its producer, and its request id names it', async () => {
  expect(await accepted()).toMatchObject({
    name: 'webhooks accept',
    traceId: event.requestId,
    parentSpanId: producer.spanId,
    attributes: { 'webhooks.event_id': event.eventId, 'webhooks.event_type': event.eventType },
  });
});

it.each(['duplicate', 'conflict'])('an event that is a %s has no span of its own', async (answer) => {
  expect(await accepted(event, answer)).toBeUndefined();
});

it('each event of a batch that is new has a span, within the same parent', async () => {
  const { spans, exporter } = recording();
  const intake = {
    publish: async () => 'accepted',
    publishMany: async () => ['accepted', 'duplicate', 'accepted'],
  };
  const publications = ['a', 'b', 'c'].map((eventId) => ({ event: { ...event, eventId }, content }));
  await traceIntake(intake, { exporter, now }).publishMany(publications, 'demo', producer);
  expect(spans.map(({ attributes }) => attributes['webhooks.event_id'])).toEqual(['a', 'c']);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(2);
  expect(new Set(spans.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([producer.spanId]));
});

it('the spans of an event hang together, whichever process reports them', async () => {
  const [accept, resolve, [deliver, post]] = [await accepted(), resolved(), attempted()];
  const chain = [accept, resolve, deliver, post];
  expect(chain.map((span) => span?.name)).toEqual([
    'webhooks accept',
    'resolve destinations',
    'deliver',
    'POST hooks.example.com',
  ]);
  expect(new Set(chain.map((span) => span?.traceId))).toEqual(new Set([event.requestId]));
  expect(chain.slice(1).map((span) => span?.parentSpanId)).toEqual(
    chain.slice(0, -1).map((span) => span?.spanId),
  );
});

it('an attempt says where it went, how it ended and what follows, and no URL', () => {
  const [deliver, post] = attempted({}, '2026-03-14T09:29:54.100Z');
  expect(post).toMatchObject({
    kind: 'client',
    startedAt: at,
    endedAt: '2026-03-14T09:26:54.100Z',
    error: 'http_status',
    attributes: {
      'http.request.method': 'POST',
      'server.address': 'hooks.example.com',
      'server.port': 8443,
      'http.response.status_code': 503,
      'error.type': 'http_status',
      'webhooks.delivery_id': delivery.id,
      'webhooks.attempt': 1,
    },
  });
  expect(deliver).toMatchObject({
    startedAt: '2026-03-14T09:26:53.500Z',
    attributes: { 'webhooks.status': 'pending' },
    events: [{ name: 'wait', attributes: { 'webhooks.next_attempt_at': '2026-03-14T09:29:54.100Z' } }],
  });
  expect(JSON.stringify([deliver, post])).not.toMatch(/secret|\/cld/);
});

it('a further attempt links to the first, and stands beside it', () => {
  const [first] = attempted();
  const [second] = attempted({ attemptNumber: 2 });
  expect(second?.links).toEqual([{ traceId: first?.traceId, spanId: first?.spanId }]);
  expect(second?.parentSpanId).toBe(first?.parentSpanId);
  expect(second?.spanId).not.toBe(first?.spanId);
});

it('an attempt that sent nothing has no span of a request', () => {
  const outcome = {
    kind: 'unreachable',
    errorCode: 'signing_key_disabled',
    errorMessage: '',
    durationMs: 0,
  } as const;
  expect(attempted({ requestHeaders: {}, outcome }).map(({ name }) => name)).toEqual(['deliver']);
});

it('a receiver gets the span of its request', () => {
  const [, post] = attempted();
  const { traceparentOf } = workTracing(recording().exporter);
  expect(traceparentOf(delivery, 1)).toBe(`00-${post?.traceId}-${post?.spanId}-01`);
  expect(traceparentOf(aDelivery(), 1)).toBeUndefined();
});

it('events of an operation begin with their emission', async () => {
  const { spans, exporter } = recording();
  const operations = { advance: async (_id: string) => ({ events: [event] }) };
  await traceOperations(operations, { exporter, now }).advance('op1');
  expect(spans).toMatchObject([
    { name: 'webhooks accept', traceId: event.requestId, parentSpanId: undefined },
  ]);
});

it('a request id of another form still makes one trace', async () => {
  const span = await accepted({ ...event, requestId: 'not a trace id' });
  expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect((await accepted({ ...event, requestId: 'not a trace id' }))?.traceId).toBe(span?.traceId);
});
