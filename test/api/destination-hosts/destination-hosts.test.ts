import { TestApi } from '../../support/services/test-api';
import { NOW } from '../../support/services/world';

const api = new TestApi();
beforeAll(() => api.start());
afterAll(() => api.stop());

it('lists the hosts that fail now', async () => {
  api.world.failingHosts = [
    {
      host: 'a.example.com',
      failingSince: NOW,
      lastErrorCode: 'timeout',
      lastHttpStatus: undefined,
      sending: 1,
      waiting: 2,
      failed24h: 3,
      nextAttemptAt: undefined,
    },
  ];
  const { json } = await api.call('GET /destination_hosts?state=failing');
  expect(json).toEqual({
    hosts: [
      {
        host: 'a.example.com',
        state: 'failing',
        failing_since: NOW,
        last_error_code: 'timeout',
        last_http_status: null,
        sending: 1,
        waiting: 2,
        failed_24h: 3,
        next_attempt_at: null,
      },
    ],
  });
});

it('refuses a state that there is not, and says which there are', async () => {
  const { status, json } = await api.call('GET /destination_hosts?state=slow');
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: { message: 'state: got "slow", expected one of failing' } });
});
