import { DomainError } from '../errors';
import { openEagerWork } from './eager-transformation';
import { obeyCombination, type Obeyed } from './obey-combination';
import type { OperationMethod, OperationRequest } from './operation';

/** Only these take `eager`. Source: docs/contract.md §8.1. */
const EAGER_METHODS: readonly OperationMethod[] = ['upload', 'explicit'];

interface OperationCall {
  readonly method: OperationMethod;
  readonly request: OperationRequest;
  /** Opaque, unless the request has one; handed out only where the combination of parameters says so. */
  readonly batchId: string;
}

/**
 * Begins an operation. Each parameter of the request wins over its upload preset's (docs/decisions.md D33).
 *
 * @returns the operation, and its answer already if the method is answered at once.
 * @throws DomainError `invalid_request` when there are eager transformations but the method takes none.
 */
export function begin({ method, request, batchId }: OperationCall): Obeyed {
  const preset = request.upload_preset ?? {};
  const eager = openEagerWork(request.eager ?? preset.eager);
  if (eager.length > 0 && !EAGER_METHODS.includes(method)) {
    const place = request.eager === undefined ? 'request.upload_preset.eager' : 'request.eager';
    throw new DomainError(
      'invalid_request',
      `${place}: got transformations for "${method}", expected none: only ${EAGER_METHODS.join(' and ')} take them`,
    );
  }
  return obeyCombination({
    method,
    batchId: request.batch_id ?? batchId,
    isAsync: request.async ?? false,
    notificationUrl: request.notification_url ?? preset.notification_url,
    eagerNotificationUrl: request.eager_notification_url ?? preset.eager_notification_url,
    eagerAsync: request.eager_async ?? preset.eager_async ?? false,
    eager,
    uploaded: undefined,
    failure: undefined,
    timedOut: false,
    emitted: [],
    answered: false,
  });
}
