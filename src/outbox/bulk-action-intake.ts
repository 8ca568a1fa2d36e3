import type { BulkActionToRun, NewBulkAction } from '../domain/bulk-actions/bulk-action';
import type { AuditFacts, Author } from '../domain/keys/audit-entry';
import type { Logger } from '../logger';
import { createBackgroundStarts, type Start } from './background-starts';

export interface BulkActionRecords {
  /** Stores a bulk action with its entry of the audit log. @returns whether it is new: the id decides. */
  insert(
    action: NewBulkAction,
    change: { readonly facts: AuditFacts; readonly by: Author },
  ): Promise<boolean>;
}

interface BulkActionIntakeDependencies extends BulkActionStartDependencies {
  readonly store: BulkActionRecords;
  readonly logger: Logger;
}

/** Takes in bulk actions: stored first, so that what is accepted is never lost, then handed to a workflow. */
export function createBulkActionIntake({ store, logger, ...deps }: BulkActionIntakeDependencies) {
  const starts = createBackgroundStarts(bulkActionStart(deps), logger);
  return {
    /** Durable before it returns. One that is there with this id is left as it is. */
    async accept(
      action: NewBulkAction,
      {
        cloudName,
        ...change
      }: { readonly cloudName: string; readonly facts: AuditFacts; readonly by: Author },
    ): Promise<void> {
      if (!(await store.insert(action, change))) return;
      starts.offer({ environmentId: action.environmentId, cloudName, bulkActionId: action.id });
    },

    /** Waits for the starts in progress. */
    drain: () => starts.drain(),
  };
}

export interface BulkActionStarter {
  /** Starts the bulk action's workflow; one that was started before is left alone. Throws when Temporal does not answer. */
  start(action: BulkActionToRun): Promise<void>;
}

/** Where the service notes that Temporal has a bulk action. */
export interface BulkActionStartRecords {
  /** `startedAt`: ISO text, UTC. */
  markStarted(id: string, startedAt: string): Promise<void>;
}

export interface BulkActionStartDependencies {
  readonly outbox: BulkActionStartRecords;
  readonly starter: BulkActionStarter;
  readonly now: () => Date;
}

/** Starts the workflow of a bulk action. */
export function bulkActionStart({
  outbox,
  starter,
  now,
}: BulkActionStartDependencies): Start<BulkActionToRun> {
  return {
    async start(action) {
      await starter.start(action);
      await outbox.markStarted(action.bulkActionId, now().toISOString());
    },
    factsOf: ({ cloudName, bulkActionId }) => ({ cloud_name: cloudName, bulk_action_id: bulkActionId }),
  };
}
