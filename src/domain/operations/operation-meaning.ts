import { causeMeaning, type PostedCause } from '../events/posted-content';
import { begin } from './begin';
import { canonicalTransformation } from './eager-transformation';
import type { OperationMethod, OperationRequest } from './operation';

/** An operation as it was posted, without its id; URLs in normal form. */
interface PostedOperation extends PostedCause {
  readonly method: OperationMethod;
  readonly request?: OperationRequest | undefined;
}

/** What a posted operation means, in the form of a post that means the same: the meaning of that is itself. */
export function operationMeaning(posted: PostedOperation): Readonly<Record<string, unknown>> {
  return { method: posted.method, ...requestMeaning(posted), ...causeMeaning(posted) };
}

/** The parameters by which the operation is worked on. */
function requestMeaning({ method, request = {} }: PostedOperation): { readonly request?: OperationRequest } {
  const { operation } = begin({ method, request, batchId: '' });
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
