import type {
  BulkAction,
  BulkActionEnd,
  BulkActionKind,
  BulkFilter,
  BulkOutcomes,
  NewBulkAction,
  BulkItem,
} from '../../domain/bulk-actions/bulk-action';
import type { Author } from '../../domain/keys/audit-entry';

export interface BulkActionRow {
  id: string;
  environment_id: string;
  kind: BulkActionKind;
  filter: string;
  /** 0 or 1 on SQLite. */
  force: boolean | number;
  as_of: string;
  per_second: number;
  total: number;
  outcomes: string;
  last_failure: string | null;
  actor_kind: Author['kind'];
  actor_id: string;
  via: 'console' | null;
  /** Counts the batches that were taken. */
  batch_number: number;
  /** The deliveries whose turn it is; null between two batches. */
  batch: string | null;
  /** The last delivery that was taken. */
  cursor_at: string | null;
  cursor_id: string | null;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  cancel_requested_at: string | null;
  ended_at: string | null;
  ended_as: BulkActionEnd | null;
}

export function newBulkActionRow(action: NewBulkAction, by: Author): BulkActionRow {
  return {
    id: action.id,
    environment_id: action.environmentId,
    kind: action.kind,
    filter: JSON.stringify(action.filter),
    force: action.force,
    as_of: action.asOf,
    per_second: action.perSecond,
    total: action.total,
    outcomes: '{}',
    last_failure: null,
    actor_kind: by.kind,
    actor_id: by.id,
    via: by.via ?? null,
    batch_number: 0,
    batch: null,
    cursor_at: null,
    cursor_id: null,
    created_at: action.createdAt,
    updated_at: action.createdAt,
    started_at: null,
    cancel_requested_at: null,
    ended_at: null,
    ended_as: null,
  };
}

export function bulkActionFromRow(row: BulkActionRow): BulkAction {
  return {
    id: row.id,
    environmentId: row.environment_id,
    kind: row.kind,
    filter: JSON.parse(row.filter) as BulkFilter,
    force: Boolean(row.force),
    asOf: row.as_of,
    perSecond: row.per_second,
    by: { kind: row.actor_kind, id: row.actor_id, ...(row.via !== null && { via: row.via }) },
    total: row.total,
    outcomes: outcomesOf(row),
    lastFailure: row.last_failure ?? undefined,
    createdAt: row.created_at,
    startedAt: row.started_at ?? undefined,
    cancelRequestedAt: row.cancel_requested_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    endedAs: row.ended_as ?? undefined,
  };
}

export function outcomesOf({ outcomes }: Pick<BulkActionRow, 'outcomes'>): BulkOutcomes {
  return JSON.parse(outcomes) as BulkOutcomes;
}

export function batchToText(items: readonly BulkItem[]): string {
  return JSON.stringify(
    items.map(({ id, status, attemptCount, firstAttemptNumber }) => ({
      id,
      status,
      attemptCount,
      firstAttemptNumber,
    })),
  );
}

export function batchFromText(text: string): readonly BulkItem[] {
  return JSON.parse(text) as readonly BulkItem[];
}
