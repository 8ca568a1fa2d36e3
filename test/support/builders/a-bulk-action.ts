import type { BulkAction } from '../../../src/domain/bulk-actions/bulk-action';

/** A retry of all failed deliveries that is under way. */
export function aBulkAction(changes: Partial<BulkAction> = {}): BulkAction {
  return {
    id: 'bulk1',
    environmentId: 'env1',
    kind: 'retry',
    filter: { status: 'failed' },
    force: false,
    asOf: '2026-03-14T09:26:50.000Z',
    perSecond: 10,
    by: { kind: 'access_key', id: '738291046655821', via: 'console' },
    total: 4,
    outcomes: {},
    lastFailure: undefined,
    createdAt: '2026-03-14T09:26:53.000Z',
    startedAt: '2026-03-14T09:26:53.100Z',
    cancelRequestedAt: undefined,
    endedAt: undefined,
    endedAs: undefined,
    ...changes,
  };
}
