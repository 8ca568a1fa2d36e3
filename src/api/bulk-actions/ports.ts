import type { BulkAction, BulkActionToRun, NewBulkAction } from '../../domain/bulk-actions/bulk-action';
import type { AuditFacts, Author } from '../../domain/keys/audit-entry';
import type { PageQuery } from '../../domain/list-parts';
import type { DeliveryControl, DeliveryRecords } from '../deliveries/ports';

/** What the routes of bulk actions need. */
export interface BulkActionPorts {
  readonly deliveries: Pick<DeliveryRecords, 'count' | 'list'>;
  readonly deliveryControl: Pick<DeliveryControl, 'deliveryPage'>;
  readonly bulkActions: BulkActions;
  readonly bulkActionIntake: BulkActionIntake;
  readonly bulkActionControl: BulkActionControl;
  readonly now: () => Date;
}

interface BulkActions {
  find(environmentId: string, id: string): Promise<BulkAction | undefined>;
  /** Ordered by (createdAt, id). */
  list(environmentId: string, query: PageQuery): Promise<readonly BulkAction[]>;
  /** Notes that its end was asked for, with an entry of the audit log. @returns whether it had not ended. */
  requestCancel(
    action: { readonly environmentId: string; readonly id: string },
    change: { readonly at: string; readonly by: Author },
  ): Promise<boolean>;
}

interface BulkActionIntake {
  /** Durable before it returns. One that is there with this id is left as it is. */
  accept(
    action: NewBulkAction,
    change: { readonly cloudName: string; readonly facts: AuditFacts; readonly by: Author },
  ): Promise<void>;
}

export interface BulkActionControl {
  /** Makes a bulk action end sooner after a caller has asked for its end. Throws when Temporal does not answer. */
  cancel(action: BulkActionToRun): Promise<void>;
  /** Page of its workflow in the Temporal UI; `undefined` when no UI is known. */
  page(cloudName: string, bulkActionId: string): string | undefined;
}
