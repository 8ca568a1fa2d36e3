import { TestApi } from '../../support/services/test-api';
import { NOW } from '../../support/services/world';

const api = new TestApi();
beforeAll(() => api.start());
afterAll(() => api.stop());

it('has every cause, with what points to it in the last 24 hours', async () => {
  const seen = { uri: 'https://a.example.com/', count: 3, lastAt: NOW, lastDeliveryId: 'd1' };
  api.world.findings = {
    attempts: [{ ...seen, errorCode: 'http_status', httpStatus: 403, slow: 0 }],
    fallbacks: [{ ...seen, reason: 'too long' }],
  };
  const { json } = await api.call('GET /troubleshooting');
  const evidence = {
    uri: seen.uri,
    http_status: null,
    error_code: null,
    reason: null,
    count: 3,
    last_at: NOW,
    last_delivery_id: 'd1',
  };
  expect(json).toEqual({
    since: '2026-03-13T09:26:53.589Z',
    signature_algorithm: 'sha1',
    signing_warnings: ['no access key is enabled: notifications cannot be signed, and their attempts fail'],
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
