import type { NewDelivery } from '../../../src/domain/deliveries/delivery';

/** A delivery of the default body to a trigger's destination, as the resolution of an event makes it. */
export function aNewDelivery(changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: 'dlv1',
    uri: 'https://hooks.example.com/cld',
    authScheme: 'default',
    successStatuses: '200',
    triggerIds: ['trg1'],
    signatureKey: '111111111111111',
    body: '{"notification_type":"upload","public_id":"Kästchen \\" 🫖"}',
    bodyKind: 'default',
    payloadTemplate: undefined,
    templateFallback: undefined,
    hasOwnWorkflow: true,
    ...changes,
  };
}
