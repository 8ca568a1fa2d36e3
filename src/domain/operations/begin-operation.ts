import { DomainError } from '../errors';
import { openEagerWork, canonicalTransformation } from './eager-transformation';
import { emitDue, type Step } from './emit-due';
import type { OperationMethod, OperationRequest } from './operation';
import { causeMeaning, type PostedCause } from '../events/posted-content';

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
export function beginOperation({ method, request, batchId }: OperationCall): Step {
  const preset = request.upload_preset ?? {};
  const eager = openEagerWork(request.eager ?? preset.eager);
  if (eager.length > 0 && !EAGER_METHODS.includes(method)) {
    const place = request.eager === undefined ? 'request.upload_preset.eager' : 'request.eager';
    throw new DomainError(
      'invalid_request',
      `${place}: got transformations for "${method}", expected none: only ${EAGER_METHODS.join(' and ')} take them`,
    );
  }
  return emitDue({
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

/** An operation as it was posted, without its id; URLs in normal form. */
interface PostedOperation extends PostedCause {
  readonly method: OperationMethod;
  readonly request?: OperationRequest | undefined;
}

/**
 * The meaning of a posted operation, in the form of a post with the same meaning. The meaning of that post is the post
 * itself.
 */
export function operationMeaning(posted: PostedOperation): Readonly<Record<string, unknown>> {
  return { method: posted.method, ...requestMeaning(posted), ...causeMeaning(posted) };
}

/** The parameters by which the operation is worked on. */
function requestMeaning({ method, request = {} }: PostedOperation): { readonly request?: OperationRequest } {
  const { operation } = beginOperation({ method, request, batchId: '' });
  const eager = operation.eager.map(({ transformation }) => canonicalTransformation(transformation));
  const meaning: OperationRequest = {
    ...(operation.notificationUrl !== undefined && { notification_url: operation.notificationUrl }),
    ...(operation.eagerNotificationUrl !== undefined && {
      eager_notification_url: operation.eagerNotificationUrl,
    }),
    ...(eager.length > 0 && { eager }),
    ...(operation.eagerAsync && { eager_async: true }),
    ...(operation.isAsync && { async: true }),
    ...(request.batch_id !== undefined && { batch_id: request.batch_id }),
  };
  return Object.keys(meaning).length === 0 ? {} : { request: meaning };
}
