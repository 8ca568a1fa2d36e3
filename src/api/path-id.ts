import { DomainError } from '../domain/errors';
import { isPlainName } from './plain-name';
import type { EnvironmentContext } from './request-state';
import { showValue } from './show-value';

/**
 * The `:id` of the request's path.
 *
 * @param noun what the id stands for, for the message.
 * @throws DomainError `not_found` when no id can look like this.
 */
export function pathId(ctx: EnvironmentContext, noun: string): string {
  const id = ctx.params.id ?? '';
  if (!isPlainName(id)) throw notFound(noun, id);
  return id;
}

/** The answer for an id that the caller's product environment does not have, whoever else may have it. */
export function notFound(noun: string, id: string): DomainError {
  return new DomainError(
    'not_found',
    `id: got ${showValue(id)}, expected the id of ${noun} of this product environment`,
  );
}
