import { beginOperation } from '../../../src/domain/operations/begin-operation';
import type {
  OperationMethod,
  OperationRequest,
  OperationRecord,
} from '../../../src/domain/operations/operation';

/** An upload, announced by an API key, that asks for nothing. */
export function anOperationRecord({
  method = 'upload',
  request = {},
  ...changes
}: Partial<OperationRecord> & {
  readonly method?: OperationMethod;
  readonly request?: OperationRequest;
} = {}): OperationRecord {
  const { operation, response } = beginOperation({ method, request, batchId: 'c1200150db6eaea1' });
  return {
    environmentId: 'env1',
    operationId: 'op1',
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
