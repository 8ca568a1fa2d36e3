import { bulkActionStatus, SKIP_REASONS } from '../../domain/bulk-actions/bulk-action';
import type { BulkAction, BulkFilter } from '../../domain/bulk-actions/bulk-action';
import type { DeliveryCounts } from '../../domain/deliveries/delivery';
import { presentActor } from '../audit-log/routes';
import { presentCounts } from '../deliveries/present';
import type { BulkActionControl } from './ports';

/** A filter in the words of the list. */
export function presentBulkFilter(filter: BulkFilter) {
  const shown = {
    status: filter.status,
    phase: filter.phase,
    event_type: filter.eventType,
    event_id: filter.eventId,
    destination: filter.destination,
    destination_host: filter.destinationHost,
    error_code: filter.errorCode,
    http_status: filter.httpStatus,
    trigger_id: filter.triggerId,
    bulk_action_id: filter.bulkActionId,
    test: filter.isTest,
    ids: filter.ids,
    from: filter.from,
    to: filter.to,
  };
  type Shown = string | number | boolean | readonly string[];
  const given = Object.entries(shown).filter((entry): entry is [string, Shown] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

/** The counts of what an action would do something to, and of what it would leave alone. */
export function presentPreviewCounts(meant: DeliveryCounts, leftAlone: DeliveryCounts) {
  const { total, total_is, by_host, by_error_code, oldest, newest } = presentCounts(meant);
  const { delivered, failed, cancelled } = leftAlone.byStatus;
  return {
    count: total,
    count_is: total_is,
    left_alone: { ...leftAlone.byPhase, delivered, failed, cancelled },
    by_host,
    by_error_code,
    oldest,
    newest,
  };
}

/** A bulk action: what was asked, and how far it has come. */
export function presentBulkAction(
  action: BulkAction,
  cloudName: string,
  { page }: Pick<BulkActionControl, 'page'>,
) {
  const { outcomes } = action;
  return {
    id: action.id,
    action: action.kind,
    filter: presentBulkFilter(action.filter),
    force: action.force,
    as_of: action.asOf,
    per_second: action.perSecond,
    by: presentActor(action.by),
    status: bulkActionStatus(action),
    total: action.total,
    done: outcomes.done ?? 0,
    skipped: SKIP_REASONS.flatMap((reason) => {
      const count = outcomes[reason];
      return count === undefined ? [] : [{ reason, count }];
    }),
    failed: outcomes.failed ?? 0,
    last_failure: action.lastFailure ?? null,
    created_at: action.createdAt,
    started_at: action.startedAt ?? null,
    ended_at: action.endedAt ?? null,
    status_url: `/v1_1/${encodeURIComponent(cloudName)}/bulk_actions/${encodeURIComponent(action.id)}`,
    temporal_url: page(cloudName, action.id),
  };
}
