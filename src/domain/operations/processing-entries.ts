import { isSameTransformation } from './eager-transformation';
import type { Operation, Payload } from './operation';

/**
 * The `eager` list of an upload whose transformations go on: each entry says so, with the `batch_id` and
 * the URLs that the derived asset will have. The URLs are the platform's, if its `uploaded` report has an
 * `eager` entry for the transformation (named, or in the same place), else those that can be predicted.
 * Source: docs/contract.md §8.2.
 */
export function processingEntries({ uploaded, eager, batchId }: Operation): readonly Payload[] {
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
