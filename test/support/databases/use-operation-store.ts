import type { Knex } from 'knex';
import type { OperationReport } from '../../../src/domain/operations/report';
import { createOperationStore } from '../../../src/store/operations/operation-store';
import type { DatabaseKind } from './databases';
import { insertEnvironment } from './insert-environment';
import { useDatabase } from './use-database';

export const OPERATION_KEY = { environmentId: 'env1', operationId: 'op1' };

interface OperationStoreUse {
  readonly db: Knex;
  readonly store: ReturnType<typeof createOperationStore>;
  /** Stores a report about an operation of `env1`, by default about {@link OPERATION_KEY}'s. */
  report(
    about: OperationReport,
    contentHash?: string,
    operationId?: string,
  ): ReturnType<ReturnType<typeof createOperationStore>['insertReport']>;
}

/** Gives each test of the present `describe` an operation store over a database of its own, with `env1` and `env2`. */
export function useOperationStore(open: DatabaseKind['open']): OperationStoreUse {
  const database = useDatabase(open);
  let store: ReturnType<typeof createOperationStore>;
  beforeEach(async () => {
    store = createOperationStore(database.db);
    await insertEnvironment(database.db, 'env1', 'demo');
    await insertEnvironment(database.db, 'env2', 'other');
  });
  return {
    get db() {
      return database.db;
    },
    get store() {
      return store;
    },
    report: (about, contentHash = about.kind, operationId = OPERATION_KEY.operationId) =>
      store.insertReport({
        environmentId: OPERATION_KEY.environmentId,
        operationId,
        report: about,
        contentHash,
        receivedAt: '2026-03-14T09:26:54.000Z',
      }),
  };
}
