import { combinationOf } from './combination';
import type { EagerEntry } from './eager-transformation';
import type { Operation, Payload } from './operation';
import { isSameTransformation } from './eager-transformation';

/** The uploaded payload as its notification shows it: with the eager results, or with what is still being made. */
export function mainPayload(operation: Operation): Payload {
  const uploaded = operation.uploaded ?? {};
  if (operation.method === 'explode') return { batch_id: operation.batchId, ...uploaded };
  if (operation.eager.length === 0) return uploaded;
  return withEager(uploaded, operation.eagerAsync ? processingEntries(operation) : eagerEntries(operation));
}

/** The answer to the call. It has a `batch_id` if work continues after the answer. */
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

/**
 * The `eager` list of an upload with transformations that continue. Each entry says so, with the `batch_id` and the
 * URLs that the derived asset will have. The platform's URLs are used if its `uploaded` report has an `eager` entry for
 * the transformation (named, or in the same place). Otherwise the URLs are those that can be predicted. Source:
 * docs/contract.md §8.2.
 */
function processingEntries({ uploaded, eager, batchId }: Operation): readonly Payload[] {
  const announced = announcedEntries(uploaded);
  return eager.map(({ transformation }, at) => ({
    status: 'processing',
    batch_id: batchId,
    ...derivedUrls(announcedFor(transformation, at, announced) ?? predictUrls(uploaded, transformation)),
  }));
}

function announcedEntries(uploaded: Payload | undefined): readonly Payload[] {
  const entries: readonly unknown[] = Array.isArray(uploaded?.eager) ? uploaded.eager : [];
  return entries.map((entry) => (isPayload(entry) ? entry : {}));
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null;
}

function announcedFor(
  transformation: string,
  at: number,
  announced: readonly Payload[],
): Payload | undefined {
  const named = announced.find(
    (entry) =>
      typeof entry.transformation === 'string' && isSameTransformation(entry.transformation, transformation),
  );
  const inPlace = announced[at];
  return named ?? (inPlace?.transformation === undefined ? inPlace : undefined);
}

function predictUrls(uploaded: Payload | undefined, transformation: string): Payload {
  return {
    url: predictUrl(uploaded?.url, transformation),
    secure_url: predictUrl(uploaded?.secure_url, transformation),
  };
}

function derivedUrls({ url, secure_url }: Payload): Payload {
  return {
    ...(url === undefined ? {} : { url }),
    ...(secure_url === undefined ? {} : { secure_url }),
  };
}

/** A parameter that neither changes the format, so the URL's extension, nor needs escaping in a URL. */
const PLAIN_PARAMETER = /^(?!f_|sp_|t_)[a-z]+_[\w.:-]+$/;

/** A URL as the platform builds it: `…/<resource type>/<type>/v<version>/<public id>`. */
const BEFORE_VERSION = /\/[a-z]+\/[a-z]+(?=\/v\d+\/)/;

/** @returns `undefined` when the derived asset's URL is not certain from the original's. */
function predictUrl(url: unknown, transformation: string): string | undefined {
  if (typeof url !== 'string' || !BEFORE_VERSION.test(url)) return undefined;
  if (!transformation.split(/[,/]/).every((parameter) => PLAIN_PARAMETER.test(parameter))) return undefined;
  return url.replace(BEFORE_VERSION, (path) => `${path}/${transformation}`);
}
