import { notificationPayload } from '../../src/domain/events/notification-body';
import { SERVICE_EVENT_TYPES, type ServiceEventType } from '../../src/domain/events/event';
import { failureEvent } from '../../src/domain/failure-notifications/host-trouble';
import type { HostTrouble } from '../../src/domain/failure-notifications/host-trouble';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/retry-schedule.md'), 'utf8');
const FIXTURES = path.resolve(__dirname, '../fixtures/service-notifications');
const SINCE = { host: 'hooks.example.com', failingSince: '2026-03-14T09:26:53.589Z', isTold: true } as const;

const TROUBLES: Readonly<Record<ServiceEventType, { readonly at: string; readonly trouble: HostTrouble }>> = {
  destination_failing: {
    at: '2026-03-14T09:44:53.589Z',
    trouble: {
      ...SINCE,
      failedDeliveries: 1,
      lastError: {
        code: 'http_status',
        httpStatus: 503,
        message: 'the receiver answered 503, expected 200',
      },
      lastFailedAt: '2026-03-14T09:44:53.589Z',
      lastDeliveryId: '5d2c1f0e9b8a7c6d5e4f3a2b1c0d9e8f',
      toldAt: '2026-03-14T09:44:53.589Z',
      recoveredAt: undefined,
    },
  },
  destination_recovered: {
    at: '2026-03-14T10:03:12.004Z',
    trouble: {
      ...SINCE,
      failedDeliveries: 7,
      lastError: { code: 'timeout', httpStatus: undefined, message: 'no complete answer within 20 s' },
      lastFailedAt: '2026-03-14T09:59:00.000Z',
      lastDeliveryId: '0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d',
      toldAt: '2026-03-14T09:44:53.589Z',
      recoveredAt: '2026-03-14T10:03:12.004Z',
    },
  },
};

it.each(SERVICE_EVENT_TYPES)('docs/retry-schedule.md shows a notification of %s, key by key', (type) => {
  const event = failureEvent({
    type,
    ...TROUBLES[type],
    environmentId: 'env1',
    uri: 'https://alerts.example.com/webhooks',
    publicUrl: 'https://webhooks.example.com',
    requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
  });
  const [, example = ''] = PAGE.split(`\`\`\`json ${type}\n`);
  const shown: unknown = JSON.parse(example.split('```', 1)[0] ?? '');
  expect(shown).toEqual(JSON.parse(readFileSync(path.join(FIXTURES, `${type}.json`), 'utf8')));
  expect(JSON.stringify(shown)).toBe(JSON.stringify(notificationPayload(event, '738291046655821')));
});
