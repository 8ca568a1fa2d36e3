import { startRawReceiver, drip, flood, onRequest } from '../raw-receiver';
import { answer, answerAndClose, head, OK } from './answer-bytes';
import { plain, type Species, species } from './species';

const NO_BODY = 'content-length: 0';
const NOT_FOLLOWED = { says: 'redirects are not followed' };

/** Leads the sender to a server that it could reach, so that nothing but obedience is in the way. */
const leadAway = (name: string, status: number, field: string) =>
  species(
    name,
    status,
    (internalUrl) => startRawReceiver(answer(head(`${status} Word`, `${field}${internalUrl}`, NO_BODY))),
    status < 400 && status >= 300 ? NOT_FOLLOWED : {},
  );

const redirect = (status: number) =>
  leadAway(`redirects by ${status} to an internal server`, status, 'location: ');
const refuse = (status: number, ...headers: string[]) =>
  plain(
    `answers ${[status, ...headers].join(', ')}`,
    status,
    answer(head(`${status} Word`, ...headers, NO_BODY)),
  );

/** What receivers do with the status. */
export const statuses: readonly Species[] = [
  ...[301, 302, 303, 307, 308].map(redirect),
  leadAway('answers 201 with a location', 201, 'location: '),
  leadAway('answers 503 with a refresh', 503, 'refresh: 0; url='),
  species('answers 200 with a location', 'delivered', (internalUrl) =>
    startRawReceiver(answer(head('200 OK', `location: ${internalUrl}`, NO_BODY))),
  ),
  plain('answers 204', 204, answer(head('204 No Content'))),
  plain('answers 304', 304, answer(head('304 Not Modified'))),
  ...[202, 203, 205, 206, 299, 300, 400, 404, 410, 418, 500, 502, 599].map((status) => refuse(status)),
  refuse(401, 'www-authenticate: Basic realm="r"'),
  refuse(407, 'proxy-authenticate: Basic realm="r"'),
  refuse(408, 'connection: close'),
  refuse(421),
  refuse(425),
  refuse(426, 'upgrade: h2c', 'connection: upgrade'),
  refuse(429, 'retry-after: 3600'),
  refuse(503, 'retry-after: 3600'),
  plain(
    'answers 500 with a big body',
    500,
    answerAndClose(head('500 Oops', 'content-length: 60000') + 'x'.repeat(60_000)),
  ),
  plain(
    'answers 500 with a body without end',
    500,
    onRequest((socket) => (socket.write(head('500 Oops')), flood(socket, 'x'))),
  ),
];

/** What receivers do before, or instead of, the answer: status 1xx. */
export const informational: readonly Species[] = [
  plain('sends 100 and 103 first', 'delivered', answer(head('100 Continue') + head('103 Early Hints') + OK)),
  plain('sends 100 and stops', 'timeout', answer(head('100 Continue'))),
  plain('sends 103 and closes', 'connection_reset', answerAndClose(head('103 Early Hints'))),
  plain(
    'drips 102',
    'timeout',
    onRequest((socket) => drip(socket, head('102 Processing'), 20)),
  ),
  plain(
    'floods 102',
    'invalid_response',
    onRequest((socket) => flood(socket, head('102 Processing'))),
    { says: 'informational' },
  ),
  plain(
    'floods 103 with headers',
    'invalid_response',
    onRequest((socket) => flood(socket, head('103 Early Hints', `link: ${'x'.repeat(1_000)}`))),
    { says: 'informational' },
  ),
  plain(
    'switches protocols',
    'invalid_response',
    answer(head('101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade')),
    { says: '101' },
  ),
  plain(
    'switches protocols and talks on',
    'invalid_response',
    onRequest(
      (socket) => (
        socket.write(head('101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade')),
        flood(socket, 'x')
      ),
    ),
    { says: '101' },
  ),
  plain(
    'switches protocols without saying to which',
    'invalid_response',
    answer(head('101 Switching Protocols')),
    { says: '101' },
  ),
  plain(
    'answers 200 and offers another protocol',
    'delivered',
    answer(head('200 OK', 'upgrade: h2c', 'connection: upgrade', NO_BODY)),
  ),
];
