import { NOW } from '../../support/builders/a-clock';
import { aDelivery } from '../../support/builders/a-delivery';
import { anAttempt, refused } from '../../support/builders/an-attempt';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

it('lists the hosts that fail now', async () => {
  const uri = 'https://a.example.com/';
  const nextAttemptAt = '2026-03-14T09:29:53.589Z';
  const about = { uri, createdAt: NOW, updatedAt: NOW };
  const refusedOnce = { ...about, attemptCount: 1, lastErrorCode: 'http_status' } as const;
  await api.plant({
    deliveries: [
      aDelivery({ ...about, id: 'sending' }),
      aDelivery({ ...refusedOnce, id: 'waiting', nextAttemptAt }),
      aDelivery({ ...refusedOnce, id: 'failed', status: 'failed' }),
    ],
    attempts: ['waiting', 'failed'].map((deliveryId) => anAttempt({ deliveryId, outcome: refused(503) })),
  });
  const { json } = await api.call('GET /destination_hosts?state=failing');
  expect(json).toEqual({
    hosts: [
      {
        host: 'a.example.com',
        state: 'failing',
        failing_since: NOW,
        last_error_code: 'http_status',
        last_http_status: 503,
        sending: 1,
        waiting: 1,
        failed_24h: 1,
        next_attempt_at: nextAttemptAt,
      },
    ],
  });
});

it('refuses a state that there is not, and says which there are', async () => {
  const { status, json } = await api.call('GET /destination_hosts?state=slow');
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: { message: 'state: got "slow", expected one of failing' } });
});
