import type { OperationReport } from '../../../src/domain/operations/operation';
import type { Stores } from '../../../src/app/stores';
import { OPERATION_KEY } from '../builders/an-operation';
import type { DatabaseKind } from './databases';
import { useStores, type StoresUse } from './use-stores';

interface OperationStoreUse extends StoresUse {
  /** Stores a report about an operation of `env1`, by default about {@link OPERATION_KEY}'s. */
  report(
    about: OperationReport,
    contentHash?: string,
    operationId?: string,
  ): ReturnType<Stores['operations']['insertReport']>;
}

/** Opens stores for the tests of the present `describe`, as {@link useStores} does, into which reports come. */
export function useOperationStore(open: DatabaseKind['open']): OperationStoreUse {
  const stores = useStores(open);
  return Object.assign(stores, {
    report: (
      about: OperationReport,
      contentHash: string = about.kind,
      operationId: string = OPERATION_KEY.operationId,
    ) =>
      stores.operations.insertReport({
        ...OPERATION_KEY,
        operationId,
        report: about,
        contentHash,
        receivedAt: '2026-03-14T09:26:54.000Z',
      }),
  });
}
