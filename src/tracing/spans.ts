import { createHash } from 'node:crypto';
import type { AttemptedDelivery, RecordedAttempt } from '../domain/deliveries/delivery';
import type { Event } from '../domain/events/event';
import type { EventResolution } from '../domain/events/event-record';
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

type TracedEvent = Pick<Event, 'eventId' | 'eventType' | 'requestId' | 'receivedAt'>;
type EventOfDelivery = NonNullable<AttemptedDelivery['event']>;

const WITHOUT_MORE = { links: [], events: [], error: undefined };

/*
 * Each span has an id that follows from what it is about. So another process, or another one hours later, names the same
 * parent without any word from the first. Source: docs/decisions.md D74.
 */

/**
 * The span of an event's acceptance, with which its trace begins in the service.
 *
 * @param accepted when the event was taken up and when it was stored, and the producer's span, if the producer named
 *   one.
 */
export function acceptanceSpan(
  event: TracedEvent,
  accepted: {
    readonly startedAt: string;
    readonly endedAt: string;
    readonly producer: SpanContext | undefined;
  },
): EndedSpan {
  const { startedAt, endedAt, producer } = accepted;
  return {
    ...WITHOUT_MORE,
    ...acceptance(event),
    name: 'webhooks accept',
    kind: 'server',
    parentSpanId: producer?.spanId,
    startedAt,
    endedAt,
    attributes: factsOf(event),
  };
}

/** The span of the decision who is notified. @param startedAt ISO text, UTC. */
export function resolutionSpan(
  event: TracedEvent,
  { resolvedAt, deliveries }: Pick<EventResolution, 'resolvedAt' | 'deliveries'>,
  startedAt: string,
): EndedSpan {
  return {
    ...WITHOUT_MORE,
    ...resolution(event),
    name: 'resolve destinations',
    kind: 'internal',
    parentSpanId: acceptance(event).spanId,
    startedAt,
    endedAt: resolvedAt,
    attributes: { ...factsOf(event), 'webhooks.deliveries': deliveries.length },
  };
}

/**
 * The spans of an attempt: the work for it, and the request within, unless none was sent. The wait for the next attempt
 * is an event at the end. An attempt after the first links to the first.
 */
export function attemptSpans(
  { delivery, attempt, after, begunAt }: RecordedAttempt,
  event: EventOfDelivery,
): readonly EndedSpan[] {
  const { attemptNumber, startedAt, outcome, requestHeaders } = attempt;
  const endedAt = new Date(Date.parse(startedAt) + outcome.durationMs).toISOString();
  const { eventId, eventType } = delivery;
  const own = work(delivery, event, attemptNumber);
  const error = outcome.kind === 'delivered' ? undefined : outcome.errorCode;
  const { nextAttemptAt } = after;
  const common = {
    links: attemptNumber > 1 ? [work(delivery, event, 1)] : [],
    error,
  };
  const attributes = {
    ...factsOf({ eventId, eventType }),
    'webhooks.delivery_id': delivery.id,
    'webhooks.attempt': attemptNumber,
  };
  const deliver: EndedSpan = {
    ...own,
    ...common,
    name: 'deliver',
    kind: 'internal',
    parentSpanId: resolution({ eventId, ...event }).spanId,
    startedAt: begunAt,
    endedAt,
    attributes: { ...attributes, 'webhooks.status': after.status },
    events:
      nextAttemptAt === undefined
        ? []
        : [{ name: 'wait', at: endedAt, attributes: { 'webhooks.next_attempt_at': nextAttemptAt } }],
  };
  if (Object.keys(requestHeaders).length === 0) return [deliver];
  const { hostname, port, protocol } = new URL(delivery.uri);
  const request: EndedSpan = {
    ...postSpan(delivery, event, attemptNumber),
    ...common,
    name: `POST ${hostname}`,
    kind: 'client',
    parentSpanId: own.spanId,
    startedAt,
    endedAt,
    attributes: {
      ...attributes,
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
      ...(outcome.kind !== 'unreachable' && { 'http.response.status_code': outcome.httpStatus }),
      ...(error !== undefined && { 'error.type': error }),
    },
    events: [],
  };
  return [deliver, request];
}

/** The span of an attempt's request, known before it is sent. */
export function postSpan(
  { id }: Pick<AttemptedDelivery, 'id'>,
  { requestId }: Pick<Event, 'requestId'>,
  attemptNumber: number,
): SpanContext {
  return spanOf(requestId, ['post', id, String(attemptNumber)]);
}

function acceptance({ requestId, eventId }: Pick<Event, 'requestId' | 'eventId'>): SpanContext {
  return spanOf(requestId, ['accept', eventId]);
}

function resolution({ requestId, eventId }: Pick<Event, 'requestId' | 'eventId'>): SpanContext {
  return spanOf(requestId, ['resolve', eventId]);
}

function work({ id }: AttemptedDelivery, { requestId }: EventOfDelivery, attemptNumber: number): SpanContext {
  return spanOf(requestId, ['deliver', id, String(attemptNumber)]);
}

function factsOf({ eventId, eventType }: Pick<Event, 'eventId' | 'eventType'>) {
  return { 'webhooks.event_id': eventId, 'webhooks.event_type': eventType };
}

/** A request id has the form of a trace id. One that has not, stored by an early version, is hashed. */
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

function spanOf(requestId: string, about: readonly string[]): SpanContext {
  const traceId = TRACE_ID.test(requestId) ? requestId : digestOf(requestId).slice(0, 32);
  return { traceId, spanId: digestOf(JSON.stringify([traceId, ...about])).slice(0, 16) };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
