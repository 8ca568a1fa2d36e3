import { isJsonObject } from '../../../src/domain/json/json-values';
import type { Pool } from './reference';

/** Where the answers of an operation have ids: in a field, or in that field of each item of a list. */
const PLACES: Readonly<Record<string, readonly [pool: Pool, field: string, list?: string]>> = {
  createTrigger: ['spareTrigger', 'id'],
  publishEvent: ['event', 'event_id'],
  publishEvents: ['event', 'event_id', 'results'],
  createBulkAction: ['bulkAction', 'id'],
  listBulkActions: ['bulkAction', 'id', 'bulk_actions'],
  announceOperation: ['operation', 'operation_id'],
  listTriggers: ['spareTrigger', 'id', 'triggers'],
  listDeliveries: ['delivery', 'id', 'deliveries'],
  createSubAccount: ['spareSubAccount', 'id'],
  createAccessKey: ['accessKey', 'api_key'],
};

/** The ids that an answer brings. */
export function idsIn(operationId: string, json: unknown): readonly (readonly [Pool, string])[] {
  const [pool, field, list] = PLACES[operationId] ?? [];
  const items = list === undefined ? [json] : fieldOf(json, list);
  const found = Array.isArray(items) && field !== undefined ? items.map((item) => fieldOf(item, field)) : [];
  const cursor = fieldOf(json, 'next_cursor');
  return [
    ...found.flatMap((id) => (typeof id === 'string' && pool !== undefined ? [[pool, id] as const] : [])),
    ...(typeof cursor === 'string' ? [['cursor', cursor] as const] : []),
  ];
}

function fieldOf(json: unknown, name: string): unknown {
  return isJsonObject(json) ? json[name] : undefined;
}
