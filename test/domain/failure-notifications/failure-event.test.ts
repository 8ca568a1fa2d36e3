import { failureEvent, type FailureNews } from '../../../src/domain/failure-notifications/host-trouble';
import { matchTriggers, explicitUrls } from '../../../src/domain/events/match-triggers';
import { isSubscribedTo } from '../../../src/domain/triggers/trigger';

const URL_TOLD = 'https://alerts.example.com/webhooks';
const NEWS: FailureNews = {
  type: 'destination_failing',
  at: '2026-03-14T09:44:53.589Z',
  environmentId: 'env1',
  uri: URL_TOLD,
  publicUrl: 'https://webhooks.example.com',
  requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
  trouble: {
    host: '[2001:db8::1]',
    failingSince: '2026-03-14T09:26:53.589Z',
    failedDeliveries: 3,
    lastError: undefined,
    lastFailedAt: '2026-03-14T09:44:53.589Z',
    lastDeliveryId: 'dlv1',
    toldAt: '2026-03-14T09:44:53.589Z',
    isTold: true,
    recoveredAt: undefined,
  },
};

it('tells the URL for failure notifications alone: no trigger is for it, not even one for all types', () => {
  const event = failureEvent(NEWS);
  const { destinations, verdicts } = matchTriggers(event, [], event.payload);
  expect(destinations.map(({ uri, authScheme }) => [uri, authScheme])).toEqual([[URL_TOLD, 'default']]);
  expect(verdicts).toEqual([]);
  for (const eventType of ['all', event.eventType]) {
    expect(isSubscribedTo({ eventType }, event.eventType)).toBe(false);
  }
  expect(explicitUrls(event)).toMatchObject([
    { isTold: true, words: 'the product environment has named it for failure notifications' },
  ]);
});

it('has an id that no producer can post, and says that the service caused it', () => {
  expect(failureEvent(NEWS)).toMatchObject({
    eventId: 'd9d21f3c10db2eee267e2d32a6a95301.destination_failing',
    triggeredBy: { source: 'service', id: 'failure_notifications' },
  });
});

it('leads to the failed deliveries of the host in the Console, where the address of the API is known', () => {
  expect(failureEvent(NEWS).payload.deliveries_url).toBe(
    'https://webhooks.example.com/console/deliveries?destination_host=%5B2001%3Adb8%3A%3A1%5D&status=failed',
  );
  expect(failureEvent({ ...NEWS, publicUrl: undefined }).payload.deliveries_url).toBeNull();
});

it('has no error where the last delivery ended without an attempt', () => {
  expect(failureEvent(NEWS).payload.last_error).toBeNull();
});
