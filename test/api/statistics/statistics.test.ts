import { statisticsRounds } from '../../../src/outbox/statistics-filler';
import { recordingLogger } from '../../support/builders/recording-logger';
import { useStoredApi } from '../../support/services/stored-api';
import { aDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { anAttempt, refused } from '../../support/builders/an-attempt';

const api = useStoredApi();

it('shows the last day by quarters of an hour, where anything happened', async () => {
  const at = '2026-03-14T09:15:10.000Z';
  const made = { attemptCount: 1, createdAt: at, updatedAt: at };
  await api.plant({
    events: [anEvent({ receivedAt: at })],
    deliveries: [
      aDelivery({ ...made, status: 'delivered' }),
      aDelivery({ ...made, id: 'dlv2', status: 'failed', attemptCount: 2 }),
    ],
    attempts: [
      anAttempt({ startedAt: at }),
      anAttempt({ deliveryId: 'dlv2', startedAt: at, outcome: refused() }),
      anAttempt({ deliveryId: 'dlv2', startedAt: at, outcome: refused(), attemptNumber: 2 }),
    ],
  });
  const { statistics } = api.stores;
  await statisticsRounds({ statistics, logger: recordingLogger(), now: api.clock.now })();
  const { status, json } = await api.call('GET /statistics');
  expect(status).toBe(200);
  expect(json).toEqual({
    from: '2026-03-13T09:15:00.000Z',
    to: '2026-03-14T09:30:00.000Z',
    bucket_seconds: 900,
    series: [
      {
        key: null,
        points: [
          {
            at: '2026-03-14T09:15:00.000Z',
            accepted: 1,
            delivered: 1,
            failed: 1,
            cancelled: 0,
            attempts: 3,
            rejected: 2,
            unreachable: 0,
            first_try: 1,
            answer_ms: { p50: 138, p95: 239 },
            first_attempt_ms: { p95: 48 },
          },
        ],
      },
    ],
  });
});

it.each([
  ['bucket=5m', 'bucket: got "5m", expected one of 1m, 15m, 1h, 1d'],
  [
    'group_by=url',
    'group_by: got "url", expected one of none, destination_host, uri, event_type, error_code',
  ],
  ['from=yesterday', 'from: got "yesterday", expected an ISO 8601 date and time'],
  [
    'from=2026-03-14T09:00:00Z&to=2026-03-14T08:00:00Z',
    'to: got 2026-03-14T08:00:00.000Z, expected a time after',
  ],
  [
    'from=2026-03-01T00:00:00Z',
    'from: got 2026-03-01T00:00:00.000Z, expected a time within the last 48 hours',
  ],
  ['since=1h', 'unknown field since'],
])('refuses %s, and says what is expected', async (query, message) => {
  const { status, json } = await api.call(`GET /statistics?${query}`);
  expect(status).toBe(400);
  expect(json).toMatchObject({
    error: { code: 'invalid_request', message: expect.stringContaining(message) },
  });
});
