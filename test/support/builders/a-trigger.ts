import type { Trigger } from '../../../src/domain/triggers/trigger';

/** A plain trigger of `upload`. */
export function aTrigger(changes: Partial<Trigger> = {}): Trigger {
  return {
    id: 'trg1',
    environmentId: 'env1',
    uriType: 'webhook',
    uri: 'https://hooks.example.com/cld',
    eventType: 'upload',
    additive: false,
    authScheme: 'default',
    successStatuses: '200',
    filter: undefined,
    payloadTemplate: undefined,
    createdAt: '2026-03-14T09:00:00.000Z',
    updatedAt: '2026-03-14T09:00:00.000Z',
    ...changes,
  };
}
