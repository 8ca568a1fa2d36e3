import type { Knex } from 'knex';
import type { BulkActionToRun } from '../../domain/bulk-actions/bulk-action';
import type { PendingDelivery } from '../../domain/deliveries/delivery';
import type { UnstartedEvent } from '../../domain/events/event-record';
import type { OpenOperation } from '../../domain/operations/operation';
import type { Listed, ListStep } from '../../domain/list-parts';
import type { DeliveryRow } from './delivery-row';
import { NOT_TO_CHANNEL } from './delivery-row';
import { readerOf } from '../database/reads';
import { UNSTARTED_EVENT_COLUMNS, unstartedEventFromRow, type UnstartedEventRow } from '../events/event-row';

/** What the database believes to be under way and yet has not moved for longer than it usually takes, oldest first. */
export function createBelievedUnderWay(db: Knex) {
  const reader = readerOf(db);
  const inOrder = (builder: Knex.QueryBuilder, [at, id]: readonly [string, string], step: ListStep) => {
    void builder.where(at, '<', step.before);
    if (step.after) void builder.whereRaw('(??, ??) > (?, ?)', [at, id, step.after.at, step.after.id]);
    return builder.orderBy([{ column: at }, { column: id }]).limit(step.limit);
  };

  const pending = async (at: 'next_attempt_at' | 'updated_at', step: ListStep, isWaiting: boolean) => {
    const found = reader<DeliveryRow>('deliveries')
      .join('product_environments', 'product_environments.id', 'deliveries.environment_id')
      .where('deliveries.status', 'pending')
      // What is in a channel has no workflow.
      .whereRaw(NOT_TO_CHANNEL);
    if (!isWaiting) void found.whereNull('deliveries.next_attempt_at');
    const columns = [`deliveries.${at}`, 'deliveries.id'] as const;
    const rows = await (inOrder(found, columns, step).select(
      'deliveries.id',
      'deliveries.environment_id',
      'product_environments.cloud_name',
      'deliveries.event_id',
      'deliveries.event_type',
      'deliveries.uri',
      'deliveries.attempt_count',
      'deliveries.first_attempt_number',
      'deliveries.created_at',
      'deliveries.is_test',
      { at: columns[0] },
    ) as Promise<(DeliveryRow & { cloud_name: string; at: string })[]>);
    return rows.map((row): Listed<PendingDelivery> => ({
      id: row.id,
      environmentId: row.environment_id,
      cloudName: row.cloud_name,
      eventId: row.event_id,
      eventType: row.event_type,
      uri: row.uri,
      status: 'pending',
      attemptCount: row.attempt_count,
      firstAttemptNumber: row.first_attempt_number,
      createdAt: row.created_at,
      isTest: Boolean(row.is_test),
      position: { at: row.at, id: row.id },
    }));
  };

  return {
    /** Events that were started and whose destinations are not resolved, by the time of receipt. */
    async listStartedEvents(step: ListStep): Promise<readonly Listed<UnstartedEvent>[]> {
      const found = reader('events')
        .join('product_environments', 'product_environments.id', 'events.environment_id')
        .whereNull('events.resolved_at')
        .whereNotNull('events.started_at');
      const rows: (UnstartedEventRow & { at: string })[] = await inOrder(
        found,
        ['events.received_at', 'events.event_id'],
        step,
      ).select({ ...UNSTARTED_EVENT_COLUMNS, at: 'events.received_at' });
      return rows.map(({ at, ...row }) => ({
        ...unstartedEventFromRow(row),
        position: { at, id: row.eventId },
      }));
    },

    /** Deliveries whose next attempt has been due. */
    listOverdueDeliveries: (step: ListStep) => pending('next_attempt_at', step, true),

    /** Deliveries whose attempt has been under way, or put off, without a word. */
    listQuietDeliveries: (step: ListStep) => pending('updated_at', step, false),

    /** Operations that were started and have not ended, by the time of their announcement. */
    async listOpenOperations(step: ListStep): Promise<readonly Listed<OpenOperation>[]> {
      const found = reader('operations')
        .join('product_environments', 'product_environments.id', 'operations.environment_id')
        .whereNull('operations.ended_at')
        .whereNotNull('operations.started_at');
      const rows: OpenOperation[] = await inOrder(
        found,
        ['operations.created_at', 'operations.operation_id'],
        step,
      ).select({
        environmentId: 'operations.environment_id',
        cloudName: 'product_environments.cloud_name',
        operationId: 'operations.operation_id',
        method: 'operations.method',
        createdAt: 'operations.created_at',
      });
      return rows.map((row) => ({ ...row, position: { at: row.createdAt, id: row.operationId } }));
    },

    /** Bulk actions that were started and have not ended, and have not gone on for a while, by the time of that. */
    async listOpenBulkActions(step: ListStep): Promise<readonly Listed<BulkActionToRun>[]> {
      const found = reader('bulk_actions')
        .join('product_environments', 'product_environments.id', 'bulk_actions.environment_id')
        .whereNull('bulk_actions.ended_at')
        .whereNotNull('bulk_actions.started_at');
      const rows: (BulkActionToRun & { at: string })[] = await inOrder(
        found,
        ['bulk_actions.updated_at', 'bulk_actions.id'],
        step,
      ).select({
        environmentId: 'bulk_actions.environment_id',
        cloudName: 'product_environments.cloud_name',
        bulkActionId: 'bulk_actions.id',
        at: 'bulk_actions.updated_at',
      });
      return rows.map(({ at, ...action }) => ({ ...action, position: { at, id: action.bulkActionId } }));
    },
  };
}
