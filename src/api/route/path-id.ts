import { DomainError } from '../../domain/errors';
import { showValue } from './parse';

/** Printable ASCII, without spaces, of at most 255 characters. */
export const PLAIN_NAME_PATTERN = /^[\x21-\x7e]{1,255}$/;

/**
 * Whether a text from a path or a header can be the id or name of anything: as `PLAIN_NAME_PATTERN` says. Anything else
 * is never looked up: databases differ in what they do with NUL or broken UTF-8.
 */
export function isPlainName(text: string): boolean {
  return PLAIN_NAME_PATTERN.test(text);
}

/** A segment of a raw path as it was meant; empty when it is not well encoded. */
export function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/**
 * Checks the `:id` of a request's path.
 *
 * @param noun what the id stands for, for the message.
 * @throws DomainError `not_found` when no id can look like this.
 */
export function pathId(id: string, noun: string): string {
  if (!isPlainName(id)) throw notFound(noun, id);
  return id;
}

interface OfOne {
  readonly caller: { readonly environmentId: string };
  readonly params: { readonly id: string };
}

/**
 * Finds what the `:id` of a request's path names in the caller's product environment.
 *
 * @param noun what the id stands for, for the message.
 * @throws DomainError `not_found`.
 */
export async function findById<Found>(
  records: { find(environmentId: string, id: string): Promise<Found | undefined> },
  noun: string,
  { caller, params }: OfOne,
): Promise<Found> {
  const id = pathId(params.id, noun);
  const found = await records.find(caller.environmentId, id);
  if (found === undefined) throw notFound(noun, id);
  return found;
}

/** The answer for an id that the caller's product environment does not have, even if another one has it. */
export function notFound(noun: string, id: string): DomainError {
  return new DomainError(
    'not_found',
    `id: got ${showValue(id)}, expected the id of ${noun} of this product environment`,
  );
}
