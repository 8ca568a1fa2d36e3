import { NOW } from '../../support/builders/a-clock';
import { aDelivery } from '../../support/builders/a-delivery';
import { anAttempt, refused } from '../../support/builders/an-attempt';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

it('has every cause, with what points to it in the last 24 hours', async () => {
  const uri = 'https://a.example.com/';
  await api.plant({
    deliveries: [
      aDelivery({ id: 'd1', uri, status: 'failed', createdAt: NOW, templateFallback: 'too long' }),
    ],
    attempts: [anAttempt({ deliveryId: 'd1', startedAt: NOW, outcome: refused(403) })],
  });
  const { json } = await api.call('GET /troubleshooting');
  const evidence = {
    uri,
    http_status: null,
    error_code: null,
    reason: null,
    count: 1,
    last_at: NOW,
    last_delivery_id: 'd1',
  };
  expect(json).toEqual({
    since: '2026-03-13T09:26:53.589Z',
    signature_algorithm: 'sha1',
    signing_warnings: [],
    causes: [
      {
        cause: 'payload_corruption',
        evidence: [{ ...evidence, kind: 'template_fallback', reason: 'too long' }],
      },
      {
        cause: 'invalid_signature',
        evidence: [{ ...evidence, kind: 'http_status', http_status: 403, error_code: 'http_status' }],
      },
      { cause: 'disabled_api_key', evidence: [] },
      { cause: 'invalid_url', evidence: [] },
      { cause: 'connection_timeout', evidence: [] },
      { cause: 'other', evidence: [] },
    ],
  });
});
