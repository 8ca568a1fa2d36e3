import type { EventRecord, Event } from '../../../src/domain/events/event';
import type { Attempt } from '../../../src/domain/deliveries/attempt';
import type { AuditEntry } from '../../../src/domain/keys/audit-entry';
import type { Delivery } from '../../../src/domain/deliveries/delivery';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aDelivery as aBareDelivery } from '../../support/builders/a-delivery';
import { aTrigger as aBareTrigger } from '../../support/builders/a-trigger';
import { anEvent as aBareEvent } from '../../support/builders/an-event';
import { anOperationRecord } from '../../support/builders/an-operation';
import type { StoredOperation } from '../../../src/domain/operations/operation';

/** The product environment that requests of the tests belong to, and one that they must never see. */
export const ENVIRONMENT = { id: 'environment-of-acme', cloudName: 'acme-media' } as const;
export const OTHER_ENVIRONMENT = { id: 'environment-of-globex', cloudName: 'globex' } as const;

export function aTrigger(about: Partial<Trigger> = {}): Trigger {
  return aBareTrigger({
    id: '9f2c1d7ab4e05836c1d29e77a0b4f613',
    environmentId: ENVIRONMENT.id,
    uri: 'https://hooks.example.com/cld/uploads',
    createdAt: '2026-03-14T09:26:53.589Z',
    updatedAt: '2026-03-14T09:26:53.589Z',
    ...about,
  });
}

export function anEvent(about: Partial<Event> = {}): Event {
  return aBareEvent({
    environmentId: ENVIRONMENT.id,
    eventId: 'upload-1',
    payload: { public_id: 'cat' },
    requestId: '0123456789abcdef0123456789abcdef',
    receivedAt: '2026-03-14T09:26:54.000Z',
    ...about,
  });
}

export function anEventRecord(about: Partial<EventRecord> = {}): EventRecord {
  return { event: anEvent(), startedAt: undefined, resolvedAt: undefined, verdicts: [], ...about };
}

export function aDelivery(about: Partial<Delivery> = {}): Delivery {
  return aBareDelivery({
    id: 'delivery-1',
    environmentId: ENVIRONMENT.id,
    eventId: 'upload-1',
    uri: 'https://hooks.example.com/cld/uploads',
    triggerIds: ['9f2c1d7ab4e05836c1d29e77a0b4f613'],
    signatureKey: '738291046655821',
    body: '{"notification_type":"upload","public_id":"café"}',
    createdAt: '2026-03-14T09:26:55.000Z',
    updatedAt: '2026-03-14T09:26:55.000Z',
    ...about,
  });
}

export function anAttempt(about: Partial<Attempt> = {}): Attempt {
  return {
    deliveryId: 'delivery-1',
    attemptNumber: 1,
    startedAt: '2026-03-14T09:26:56.000Z',
    requestHeaders: { 'X-Cld-Timestamp': '1773480416' },
    outcome: { kind: 'delivered', httpStatus: 200, responseExcerpt: 'thanks', durationMs: 41 },
    ...about,
  };
}

export function anAuditEntry(about: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'entry-1',
    environmentId: ENVIRONMENT.id,
    at: '2026-03-14T09:26:57.000Z',
    action: 'trigger.update',
    subjectId: '9f2c1d7ab4e05836c1d29e77a0b4f613',
    before: { additive: false },
    after: { additive: true },
    by: { kind: 'access_key', id: '738291046655821', requestId: 'request-1', ip: '192.0.2.1' },
    ...about,
  };
}

export function anOperationPage({
  updatedAt,
  endedAt,
  ...about
}: Partial<StoredOperation> & Parameters<typeof anOperationRecord>[0] = {}): StoredOperation {
  const record = anOperationRecord({ environmentId: ENVIRONMENT.id, ...about });
  return { ...record, updatedAt: updatedAt ?? record.createdAt, endedAt };
}
