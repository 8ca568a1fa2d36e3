import type { Delivery } from '../../../src/domain/deliveries/delivery';
import { aNewDelivery } from './a-new-delivery';

/** A pending delivery of an upload, with the default body, of which no attempt was made. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    ...aNewDelivery(),
    id: 'd1'.padEnd(32, '0'),
    environmentId: 'env1',
    eventId: 'evt1',
    eventType: 'upload',
    uri: 'http://127.0.0.1:1/',
    body: '{"notification_type":"upload","public_id":"Kästchen","signature_key":"111111111111111"}',
    status: 'pending',
    attemptCount: 0,
    firstAttemptNumber: 1,
    nextAttemptAt: undefined,
    waitingFor: undefined,
    waitingSince: undefined,
    lastErrorCode: undefined,
    note: undefined,
    createdAt: '2026-03-14T09:26:53.600Z',
    updatedAt: '2026-03-14T09:26:53.600Z',
    ...changes,
  };
}
