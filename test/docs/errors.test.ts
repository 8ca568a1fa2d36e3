import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Koa from 'koa';
import { errorHandler } from '../../src/api/route/errors';
import type { RequestState } from '../../src/api/route/request-state';
import { describeUnreadable } from '../../src/api/server/http-server';
import {
  DomainError,
  ERROR_CODES,
  RATE_LIMITS,
  RateLimitedError,
  UnavailableError,
} from '../../src/domain/errors';
import { recordingLogger } from '../support/builders/recording-logger';
import { useStoredApi } from '../support/services/stored-api';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/errors.md'), 'utf8');

/** Statuses by code, as the page shows them. */
const documented = Object.fromEntries(
  [...PAGE.matchAll(/^\| `(\w+)` +\| (\d{3}(?:, \d{3})*) +\|/gm)].map(([, code = '', statuses = '']) => [
    code,
    statuses.split(', ').map(Number),
  ]),
);

/** What the API answers when a route throws this. */
async function answerTo(error: Error): Promise<{ code: string; status: number }> {
  const isDatabaseUnavailable = () => false;
  const app = new Koa<RequestState>().use(errorHandler({ logger: recordingLogger(), isDatabaseUnavailable }));
  app.use(() => {
    throw error;
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  const { error: body } = (await answer.json()) as { error: { code: string } };
  server.close();
  await once(server, 'close');
  return { code: body.code, status: answer.status };
}

it.each(ERROR_CODES.filter((code) => code !== 'rate_limited'))(
  '%s answers the status that docs/errors.md shows',
  async (code) => {
    const { status, ...answer } = await answerTo(new DomainError(code, 'm'));
    expect([answer.code, [status]]).toEqual([code, documented[code]]);
  },
);

it('rate_limited answers the statuses that docs/errors.md shows', async () => {
  const answers = await Promise.all(
    RATE_LIMITS.map((limit) => answerTo(new RateLimitedError(limit, 'm', 1))),
  );
  expect(answers.map(({ code }) => code)).toEqual(RATE_LIMITS.map(() => 'rate_limited'));
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual(documented.rate_limited);
});

it.each([
  ['internal_error', new Error('m')],
  ['unavailable', new UnavailableError('m')],
])('%s answers the status that docs/errors.md shows', async (code, error) => {
  const { status, ...answer } = await answerTo(error);
  expect([answer.code, [status]]).toEqual([code, documented[code]]);
});

it.each([
  ['invalid_request', 'HPE_INVALID_METHOD'],
  ['payload_too_large', 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
  ['request_timeout', 'ERR_HTTP_REQUEST_TIMEOUT'],
  ['headers_too_large', 'HPE_HEADER_OVERFLOW'],
])('%s answers the status that docs/errors.md shows, to Node’s %s', (code, nodeCode) => {
  const answer = describeUnreadable(Object.assign(new Error('m'), { code: nodeCode }));
  expect([answer.code, [answer.status]]).toEqual([code, documented[code]]);
});

const api = useStoredApi();

it('method_not_allowed answers the status that docs/errors.md shows', async () => {
  const { code, status } = await api.call('DELETE /events');
  expect([code, [status]]).toEqual(['method_not_allowed', documented.method_not_allowed]);
});
