import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isJsonObject } from '../../domain/json/walk-json';
import { MAX_EVENT_BYTES } from '../route/body';
import { checkJsonTree } from '../route/json-text';
import { parse } from '../route/parse';
import { MAX_EVENTS, type publishEventBody } from './schemas';

/**
 * Refuses what is around the events of a batch as `checkJsonTree` does, and leaves the events to `readEvent`, so that a
 * bad one fails alone. A list that the schema refuses is checked with all that is in it: nobody looks at its events.
 */
export function checkAroundEvents(tree: unknown): void {
  const areReadLater = isJsonObject(tree) && Array.isArray(tree.events) && tree.events.length <= MAX_EVENTS;
  checkJsonTree(areReadLater ? { ...tree, events: [] } : tree);
}

/**
 * Reads an event of a batch as `POST /events` reads its body.
 *
 * @param index 0-based; begins the fields that an error names, for example `events.3.payload`.
 * @throws DomainError as `checkJsonTree` and `parse` do; `payload_too_large` beyond `MAX_EVENT_BYTES` of compact JSON.
 */
export async function readEvent(
  schema: ReturnType<typeof publishEventBody>,
  given: unknown,
  index: number,
): Promise<z.output<typeof schema>> {
  const item = `events.${index}` as const;
  checkJsonTree(given, item);
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_EVENT_BYTES) {
    throw new DomainError(
      'payload_too_large',
      `${item}: expected at most ${MAX_EVENT_BYTES} bytes, got more`,
    );
  }
  return parse(schema, given, item);
}
