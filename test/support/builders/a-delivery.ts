import type { Delivery, NewDelivery } from '../../../src/domain/deliveries/delivery';

/** A delivery of the default body to a trigger's destination, as the resolution of an event makes it. */
export function aNewDelivery(changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: 'dlv1',
    uri: 'https://hooks.example.com/cld',
    authScheme: 'default',
    successStatuses: '200',
    triggerIds: ['trg1'],
    signatureKey: '111111111111111',
    body: '{"notification_type":"upload","public_id":"Kästchen","signature_key":"111111111111111"}',
    bodyKind: 'default',
    payloadTemplate: undefined,
    templateFallback: undefined,
    isTest: false,
    hasOwnWorkflow: true,
    ...changes,
  };
}

/** The same one as it is stored: pending, of an upload, without any attempt. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    ...aNewDelivery(),
    environmentId: 'env1',
    eventId: 'evt1',
    eventType: 'upload',
    status: 'pending',
    attemptCount: 0,
    firstAttemptNumber: 1,
    nextAttemptAt: undefined,
    waitingFor: undefined,
    waitingSince: undefined,
    lastErrorCode: undefined,
    note: undefined,
    bulkActionId: undefined,
    createdAt: '2026-03-14T09:26:55.000Z',
    updatedAt: '2026-03-14T09:26:55.000Z',
    ...changes,
  };
}
