import type { NativeConnection } from '@temporalio/worker';
import { SEARCH_ATTRIBUTES } from '../workflows/contract';

const KEYWORD = 2;

/**
 * Adds our search attributes to a namespace that lacks them: without them no workflow could start.
 *
 * @throws Error, one readable line, when they are missing and cannot be added.
 */
export async function ensureSearchAttributes(
  { operatorService }: NativeConnection,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  try {
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (cause) {
    throw new Error(
      `Temporal namespace "${namespace}" lacks the search attributes ${missing.join(', ')} (type Keyword) and they could not be added: ${(cause as Error).message}`,
      { cause },
    );
  }
}
