import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Closing } from '../../src/app/closing';
import { composeStores, type Stores } from '../../src/app/stores';
import type { Author } from '../../src/domain/keys/audit-entry';
import type { Event } from '../../src/domain/events/event';
import type { Filter, Trigger } from '../../src/domain/triggers/trigger';
import { openDatabase } from '../../src/store/database/knex';
import { migrateUp } from '../../src/store/database/migrate';
import { uploadPayload } from '../upload-payload';

export interface SampleEnvironment {
  readonly stores: Stores;
  readonly environmentId: string;
}

const BY: Author = { kind: 'command_line', id: 'bench', requestId: undefined, ip: undefined };

/** More than a product environment usually has. */
const LIMITS = { maxNotificationUrls: 10_000, maxTriggers: 10_000 };
const CREATED_AT = '2026-03-14T09:00:00.000000Z';

/** A product environment in a SQLite file of its own. */
export async function createSampleEnvironment(folder: string, closing: Closing): Promise<SampleEnvironment> {
  const db = await openDatabase(`sqlite:${path.join(folder, 'micro.db')}`);
  closing.add('database', () => db.destroy());
  await migrateUp(db);
  const stores = composeStores(db, [{ kid: 'bench', key: randomBytes(32) }]);
  const { environmentId } = await stores.environments.create({ cloudName: 'bench' }, BY);
  return { stores, environmentId };
}

/**
 * Stores triggers whose filters have three clauses, all of which must be evaluated.
 *
 * @param matching how many of them match the sample event.
 */
export async function storeTriggers(
  { stores, environmentId }: SampleEnvironment,
  { count, matching, eventType }: { count: number; matching: number; eventType: string },
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const trigger: Trigger = {
      id: `trigger-${eventType}-${String(index).padStart(5, '0')}`,
      environmentId,
      uriType: 'webhook',
      uri: `http://127.0.0.1:9000/hooks/${index}`,
      eventType,
      additive: false,
      authScheme: 'default',
      successStatuses: '200',
      filter: threeClauses(index < matching ? 'C-204' : `C-other-${index}`),
      payloadTemplate: undefined,
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
    };
    await stores.triggers.insert(trigger, { limits: LIMITS, by: BY });
  }
}

function threeClauses(campaignId: string): Filter {
  return {
    and: [
      { '==': [{ var: 'resource_type' }, 'image'] },
      { '>': [{ var: 'bytes' }, 100_000] },
      { '==': [{ var: 'metadata.campaign_id' }, campaignId] },
    ],
  };
}

/** Stores an event that is ready to be resolved. */
export async function storeEvent(
  { stores, environmentId }: SampleEnvironment,
  { eventId, eventType }: { eventId: string; eventType: string },
): Promise<Event> {
  const event: Event = {
    environmentId,
    eventId,
    eventType,
    payload: uploadPayload(eventId),
    request: {},
    triggeredAt: CREATED_AT,
    triggeredBy: { source: 'api', id: '738291046655821' },
    requestId: '4b78f9144505ae0c946a22533977980d',
    triggersSeeIt: true,
    receivedAt: CREATED_AT,
  };
  await stores.events.insert(event, eventId);
  return event;
}
