import type { Knex } from 'knex';
import type { NewDelivery } from '../../../src/domain/deliveries/delivery';
import type { Event } from '../../../src/domain/events/event';
import { batchIdOf } from '../../../src/domain/poll/channel';
import { createEventStore } from '../../../src/store/events/event-store';
import { anEvent } from '../builders/an-event';

/** Stores an event with its deliveries. */
export async function storeDeliveries(
  db: Knex,
  deliveries: readonly NewDelivery[],
  {
    resolvedAt = '2026-03-14T09:26:54.000Z',
    ...changes
  }: Partial<Event> & { readonly resolvedAt?: string } = {},
): Promise<void> {
  const event = anEvent(changes);
  const events = createEventStore(db);
  await events.insert(event, 'h');
  const batchId = batchIdOf(event.payload);
  await events.recordResolution({ ...event, batchId, resolvedAt, verdicts: [], deliveries });
}
