import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { PostedContent } from '../../domain/events/event';
import { toMicrosecondsUtc } from '../../domain/iso-time';
import type { Caller } from '../../domain/keys/access-key';
import { combinationOf } from '../../domain/operations/combination';
import { hasFailed, isComplete } from '../../domain/operations/operation';
import type {
  StoredReport,
  OperationResponse,
  OperationKey,
  Contradiction,
  OperationReport,
  OperationRecord,
  Operation,
  StoredOperation,
} from '../../domain/operations/operation';
import { operationEventId, beginOperation, operationMeaning } from '../../domain/operations/operation-step';
import type { SpanContext } from '../../domain/traces/span-context';
import type { DeliveryControl } from '../deliveries/ports';
import { eventPath } from '../events/present';
import { Capacity, waitAside } from '../limits/capacity';
import type { DestinationGuard } from '../route/destination-url';
import { notFound, pathId } from '../route/path-id';
import { route } from '../route/route';
import {
  announcementAnswer,
  announceOperationBody,
  operationAnswer,
  pendingAnswer,
  responseAnswer,
  responseQuery,
} from './schemas';

/** What the routes of operations need. */
export interface OperationPorts {
  readonly operationIntake: OperationIntake;
  readonly operations: OperationReader;
  readonly operationAnswers: OperationAnswers;
  readonly deliveryControl: Pick<DeliveryControl, 'operationPage'>;
  readonly destinationGuard: DestinationGuard;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Both are durable before they return. */
export interface OperationIntake {
  /**
   * @param content decides whether a second operation of the same id is the same one. Source: docs/decisions.md D27.
   * @returns the operation that stands under the id: this one, or the one announced before.
   */
  announce(
    record: OperationRecord,
    cloudName: string,
    content: PostedContent,
  ): Promise<{
    readonly outcome: 'accepted' | 'duplicate' | 'conflict';
    readonly record: OperationRecord;
  }>;
  /**
   * @returns `undefined` when there is no such operation; contradictions when it was not taken in because of them.
   */
  report(
    key: OperationKey,
    cloudName: string,
    report: OperationReport,
  ): Promise<
    { readonly isDuplicate: boolean } | { readonly contradictions: readonly Contradiction[] } | undefined
  >;
}

export interface OperationReader {
  find(key: OperationKey): Promise<StoredOperation | undefined>;
  /** In the order of receipt. */
  listReports(key: OperationKey): Promise<readonly StoredReport[]>;
}

export interface OperationAnswers {
  /**
   * Waits until the operation is answered, the time is over, or `signal` is aborted.
   *
   * @returns `undefined` when there is no such operation.
   */
  wait(
    key: OperationKey,
    until: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly response: OperationResponse | undefined } | undefined>;
}

/** Long polls at once: each holds a connection, and looks into the database once a second. */
const MAX_WAITING_REQUESTS = 1_000;

export const announceOperation = ({ operationIntake, destinationGuard, newId, now }: OperationPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/operations',
    access: 'publish',
    rate: 'publishing',
    tag: 'operations',
    summary: 'Announces a call whose work goes on, idempotent by its `operation_id`',
    body: announceOperationBody(destinationGuard),
    answers: {
      200: { description: 'The same operation was announced before.', schema: announcementAnswer },
      201: { description: 'Announced.', schema: announcementAnswer },
    },
    faults: [409],
    async handle({ caller, body, given, producer }) {
      const announced = toRecord(body, caller, { newId, now, producer });
      const content = contentOf(given, body);
      const { outcome, record } = await operationIntake.announce(announced, caller.cloudName, content);
      if (outcome === 'conflict') throw differentContent(record.operationId);
      return [
        outcome === 'accepted' ? 201 : 200,
        {
          operation_id: record.operationId,
          batch_id: shownBatchId(record.operation),
          duplicate: outcome === 'duplicate',
        },
      ];
    },
  });

export const showOperation = ({ operations, deliveryControl }: OperationPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/operations/:id',
    access: 'follow',
    rate: 'administration',
    tag: 'operations',
    summary: 'Shows what an operation waits for, what was reported and what it has emitted',
    answers: { 200: { description: 'The operation.', schema: operationAnswer } },
    faults: [404],
    async handle({ caller: { environmentId, cloudName }, params }) {
      const operationId = pathId(params.id, 'an operation');
      const key = { environmentId, operationId };
      const stored = await operations.find(key);
      if (!stored) throw notFound('an operation', operationId);
      const reports = await operations.listReports(key);
      return [200, presentOperation({ stored, reports, cloudName, pages: deliveryControl })];
    },
  });

export const showResponse = ({ operationAnswers }: OperationPorts) => {
  const waiting = new Capacity(MAX_WAITING_REQUESTS, 'requests that wait for an answer');
  return route({
    in: 'environment',
    method: 'get',
    path: '/operations/:id/response',
    access: 'follow',
    rate: 'publishing',
    tag: 'operations',
    summary: 'Waits for the answer of the call itself',
    find: ({ params }) => pathId(params.id, 'an operation'),
    query: responseQuery,
    answers: {
      200: { description: 'The answer.', schema: responseAnswer },
      202: { description: 'Not yet; ask again.', schema: pendingAnswer },
    },
    faults: [404],
    async handle({ caller: { environmentId, apiKey }, found: operationId, query, share, untilGone }) {
      if (query.wait_seconds > 0) waitAside(share, waiting, { apiKey, limit: 'publish_requests' });
      const until = { waitMs: query.wait_seconds * 1000, signal: untilGone() };
      const found = await operationAnswers.wait({ environmentId, operationId }, until);
      if (!found) throw notFound('an operation', operationId);
      const { response } = found;
      if (!response) return [202, { status: 'pending' }];
      return [200, { status: response.outcome, response: response.body }];
    },
  });
};

type AnnounceBody = z.output<ReturnType<typeof announceOperationBody>>;

function toRecord(
  body: AnnounceBody,
  caller: Caller,
  {
    newId,
    now,
    producer,
  }: Pick<OperationPorts, 'newId' | 'now'> & { readonly producer: SpanContext | undefined },
): OperationRecord {
  const { method, request = {} } = body;
  // As long as the batch ids that are known. No method emits anything before its first report.
  const { operation, response } = beginOperation({ method, request, batchId: newId() + newId() });
  const createdAt = now().toISOString();
  return {
    environmentId: caller.environmentId,
    operationId: body.operation_id ?? newId(),
    operation,
    request,
    response,
    triggeredAt: body.triggered_at === undefined ? createdAt : toMicrosecondsUtc(body.triggered_at),
    triggeredBy: body.triggered_by ?? { source: 'api', id: caller.apiKey },
    requestId: producer?.traceId ?? newId(),
    createdAt,
  };
}

function contentOf(given: unknown, body: AnnounceBody): PostedContent {
  const asPosted = Object.fromEntries(Object.entries(given ?? {}).filter(([key]) => key !== 'operation_id'));
  return { meaning: operationMeaning(body), asPosted };
}

function differentContent(operationId: string): DomainError {
  return new DomainError(
    'conflict',
    `operation_id: got "${operationId}" with new content, expected the content that it was first posted with, or another id`,
  );
}

interface Page {
  readonly stored: StoredOperation;
  readonly reports: readonly StoredReport[];
  readonly cloudName: string;
  readonly pages: Pick<DeliveryControl, 'operationPage'>;
}

/** An operation: what it still waits for, what it has emitted, and what was reported. */
function presentOperation({ stored, reports, cloudName, pages }: Page) {
  const { operation, operationId } = stored;
  return {
    operation_id: operationId,
    method: operation.method,
    status: statusOf(operation),
    batch_id: shownBatchId(operation),
    request: stored.request,
    uploaded: operation.uploaded !== undefined,
    eager: operation.eager.map(({ transformation, entry }) => ({
      transformation,
      status: entry ? (entry.status ?? 'complete') : ('open' as const),
      ...(entry?.status === 'failed' && { reason: entry.reason }),
    })),
    answered: operation.answered,
    events: operation.emitted.map((eventType) => presentEmitted(eventType, operationId, cloudName)),
    reports: reports.map(presentReport),
    triggered_at: stored.triggeredAt,
    triggered_by: stored.triggeredBy,
    created_at: stored.createdAt,
    updated_at: stored.updatedAt,
    ended_at: stored.endedAt ?? null,
    temporal_url: pages.operationPage(cloudName, operationId),
  };
}

/** @returns `undefined` where the operation's combination of parameters shows none. */
function shownBatchId(operation: Operation): string | undefined {
  return combinationOf(operation).batchId ? operation.batchId : undefined;
}

function statusOf(operation: Operation): 'open' | 'completed' | 'failed' {
  if (hasFailed(operation)) return 'failed';
  return isComplete(operation) ? 'completed' : 'open';
}

function presentEmitted(eventType: string, operationId: string, cloudName: string) {
  const eventId = operationEventId(operationId, eventType);
  return { event_type: eventType, event_id: eventId, status_url: eventPath(cloudName, eventId) };
}

function presentReport({ report, receivedAt, appliedAt }: StoredReport) {
  return { kind: report.kind, received_at: receivedAt, applied_at: appliedAt ?? null };
}
