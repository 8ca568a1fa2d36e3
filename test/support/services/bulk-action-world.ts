import type { BulkActionPorts } from '../../../src/api/bulk-actions/ports';
import type { BulkAction } from '../../../src/domain/bulk-actions/bulk-action';

/** Bulk actions in memory; none is ever run. */
export class BulkActionWorld {
  stored: BulkAction[] = [];
  /** Ids of those whose workflow was told to end. */
  cancelled: string[] = [];

  dependencies(): Pick<BulkActionPorts, 'bulkActions' | 'bulkActionIntake' | 'bulkActionControl'> {
    const find = (environmentId: string, id: string) =>
      this.stored.find((each) => each.environmentId === environmentId && each.id === id);
    return {
      bulkActions: {
        find: async (environmentId, id) => find(environmentId, id),
        list: async (environmentId, { limit }) =>
          this.stored.filter((each) => each.environmentId === environmentId).slice(0, limit),
        requestCancel: async ({ environmentId, id }, { at: cancelRequestedAt }) => {
          const action = find(environmentId, id);
          if (!action || action.endedAt !== undefined) return false;
          this.stored = this.stored.map((each) => (each === action ? { ...each, cancelRequestedAt } : each));
          return true;
        },
      },
      bulkActionIntake: {
        accept: async (action, { by }) => {
          const nothingYet = {
            outcomes: {},
            lastFailure: undefined,
            startedAt: undefined,
            cancelRequestedAt: undefined,
            endedAt: undefined,
            endedAs: undefined,
          };
          this.stored.push({ ...action, ...nothingYet, by });
        },
      },
      bulkActionControl: {
        cancel: async ({ bulkActionId }) => void this.cancelled.push(bulkActionId),
        page: (cloudName, id) => `http://127.0.0.1:8233/bulk/${cloudName}/${id}`,
      },
    };
  }
}
