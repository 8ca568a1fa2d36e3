import jsonLogic from 'json-logic-js';
import type { Filter } from '../trigger';
import { evaluate } from './evaluate';

/**
 * Whether an event's default notification satisfies a filter. Never throws and never changes the
 * data: a filter that fails or exceeds its budget answers the reason. Source: docs/decisions.md D7.
 */
export function matchesFilter(
  filter: Filter,
  data: Readonly<Record<string, unknown>>,
): { readonly matches: boolean } | { readonly error: string } {
  try {
    return { matches: jsonLogic.truthy(evaluate(filter, data)) };
  } catch (error) {
    return { error: `filter failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}
