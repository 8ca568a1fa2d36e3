import { beginOperation } from '../../../src/domain/operations/operation-step';
import type {
  Operation,
  OperationMethod,
  OperationRequest,
  OperationRecord,
  StoredOperation,
} from '../../../src/domain/operations/operation';

export const BATCH_ID = 'c1200150db6eaea1';

export const OPERATION_KEY = { environmentId: 'env1', operationId: 'op1' } as const;

/** An operation of which nothing was reported yet. */
export function anOperation(request: OperationRequest = {}, method: OperationMethod = 'upload'): Operation {
  return beginOperation({ method, request, batchId: BATCH_ID }).operation;
}

/** The record of one: by default of an upload, announced by an API key, that asks for nothing. */
export function anOperationRecord({
  method = 'upload',
  request = {},
  ...changes
}: Partial<OperationRecord> & {
  readonly method?: OperationMethod;
  readonly request?: OperationRequest;
} = {}): OperationRecord {
  const { operation, response } = beginOperation({ method, request, batchId: BATCH_ID });
  return {
    ...OPERATION_KEY,
    operation,
    request,
    response,
    triggeredAt: '2026-03-14T09:26:53.589793Z',
    triggeredBy: { source: 'api', id: '738291046655821' },
    requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
    createdAt: '2026-03-14T09:26:53.600Z',
    ...changes,
  };
}

/** The same one as the API finds it: not changed since. */
export function aStoredOperation({
  updatedAt,
  endedAt,
  ...changes
}: Partial<StoredOperation> & Parameters<typeof anOperationRecord>[0] = {}): StoredOperation {
  const record = anOperationRecord(changes);
  return { ...record, updatedAt: updatedAt ?? record.createdAt, endedAt };
}
