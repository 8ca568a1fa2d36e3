import { attemptDifferences } from '../../../src/console/pages/delivery/attempt-differences';

const attempt = {
  request_headers: { 'Content-Type': 'application/json', 'Webhook-Attempt': '1' },
  http_status: 503,
  response_headers: { 'Retry-After': '60', Server: 'nginx' },
  response_excerpt: '<html>\nbusy\nmore\n</html>',
  error_code: 'http_status' as const,
};

it('are the headers and answers that are not the same, and the lines of the body between those that are', () => {
  const after = {
    ...attempt,
    request_headers: { 'Content-Type': 'application/json', 'Webhook-Attempt': '2' },
    http_status: 500,
    response_headers: { Server: 'nginx', Via: 'proxy' },
    response_excerpt: '<html>\nbroken\n</html>',
  };
  expect(attemptDifferences(attempt, after)).toEqual({
    request: [{ name: 'Webhook-Attempt', before: '1', after: '2' }],
    answer: [
      { name: 'Status', before: '503', after: '500' },
      { name: 'Via', before: undefined, after: 'proxy' },
      { name: 'Retry-After', before: '60', after: undefined },
      { name: 'Body', before: 'busy\nmore', after: 'broken' },
    ],
  });
});

it('are none between two that are the same', () => {
  expect(attemptDifferences(attempt, { ...attempt })).toEqual({ request: [], answer: [] });
});

it('say what is missing where one had no answer', () => {
  const silent = {
    ...attempt,
    http_status: null,
    response_headers: null,
    response_excerpt: null,
    error_code: 'timeout' as const,
  };
  expect(attemptDifferences(silent, attempt).answer).toEqual([
    { name: 'Status', before: undefined, after: '503' },
    { name: 'Error', before: 'timeout', after: 'http_status' },
    { name: 'Retry-After', before: undefined, after: '60' },
    { name: 'Server', before: undefined, after: 'nginx' },
    { name: 'Body', before: undefined, after: '<html>\nbusy\nmore\n</html>' },
  ]);
});

it('are those of a line that was added or taken away, without those around it', () => {
  const longer = { ...attempt, response_excerpt: '<html>\nbusy\nbusy\nmore\n</html>' };
  expect(attemptDifferences(attempt, longer).answer).toEqual([
    { name: 'Body', before: undefined, after: 'busy' },
  ]);
});
