import { combinationOf } from '../../domain/operations/combination';
import { hasFailed, isComplete, type Operation } from '../../domain/operations/operation';
import { operationEventId } from '../../domain/operations/operation-event';
import type { StoredOperation, StoredReport } from '../../domain/operations/operation-record';
import type { DeliveryControl } from '../deliveries/ports';
import { eventPath } from '../events/present';

interface Page {
  readonly stored: StoredOperation;
  readonly reports: readonly StoredReport[];
  readonly cloudName: string;
  readonly pages: Pick<DeliveryControl, 'operationPage'>;
}

/** An operation: what it still waits for, what it has emitted, and what was reported. */
export function presentOperation({ stored, reports, cloudName, pages }: Page) {
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
export function shownBatchId(operation: Operation): string | undefined {
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
