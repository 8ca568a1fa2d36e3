import { combinationOf } from './combination';
import type { EagerEntry } from './eager-transformation';
import type { Operation, Payload } from './operation';
import { processingEntries } from './processing-entries';

/** The uploaded payload as its notification shows it: with the eager results, or with what is still being made. */
export function mainPayload(operation: Operation): Payload {
  const uploaded = operation.uploaded ?? {};
  if (operation.method === 'explode') return { batch_id: operation.batchId, ...uploaded };
  if (operation.eager.length === 0) return uploaded;
  return withEager(uploaded, operation.eagerAsync ? processingEntries(operation) : eagerEntries(operation));
}

/** What the call answers. A `batch_id` comes with the work that goes on after the answer. */
export function answerPayload(operation: Operation): Payload {
  const batchId = sharedBatchId(operation);
  if (operation.method === 'explode') return { status: 'processing', ...batchId };
  if (operation.isAsync) return { status: 'pending', ...batchId };
  return { ...mainPayload(operation), ...batchId };
}

/** Source of the keys: docs/contract.md §7.3. `request_id` and `api_key` are the upload's, where it has them. */
export function eagerPayload(operation: Operation): Payload {
  const uploaded = operation.uploaded ?? {};
  return {
    ...pick(uploaded, ['request_id']),
    eager: eagerEntries(operation),
    ...sharedBatchId(operation),
    ...pick(uploaded, ['asset_id', 'public_id', 'api_key']),
  };
}

export function errorPayload(operation: Operation): Payload {
  const { failure } = operation;
  return {
    ...(failure?.publicId === undefined ? {} : { public_id: failure.publicId }),
    ...sharedBatchId(operation),
    error: failure?.error,
  };
}

/** In the order of the request, whatever the order of the reports. */
function eagerEntries(operation: Operation): readonly EagerEntry[] {
  return operation.eager.flatMap((work) => work.entry ?? []);
}

function sharedBatchId(operation: Operation): Payload {
  return combinationOf(operation).batchId ? { batch_id: operation.batchId } : {};
}

/** Puts `eager` where the contract has it: before `api_key`. Source: docs/contract.md §7.2 and its examples. */
function withEager(uploaded: Payload, eager: readonly unknown[]): Payload {
  const { api_key: apiKey, ...asset } = uploaded;
  return { ...asset, eager, ...(apiKey === undefined ? {} : { api_key: apiKey }) };
}

function pick(payload: Payload, keys: readonly string[]): Payload {
  return Object.fromEntries(
    keys.filter((key) => payload[key] !== undefined).map((key) => [key, payload[key]]),
  );
}
