import { drip, onRequest } from '../raw-receiver';
import { answer, OK } from './answer-bytes';
import { startBlackHole, startIdleListener, startNobody, startSlowListener } from './listeners';
import { plain, type Species, species } from './species';

const MEGABYTE = 1_000_000;

/** What receivers do before a byte of an answer. */
export const connections: readonly Species[] = [
  species('does not listen', 'connection_refused', startNobody, { says: 'the connection was refused' }),
  species('has a full queue of connections', 'timeout', startBlackHole),
  species('never accepts what is in its queue', 'timeout', startIdleListener),
  species('is slow to accept', 'delivered', startSlowListener),
  plain('accepts and does nothing', 'timeout', (socket) => socket.pause()),
  plain('does not read a large request', 'timeout', (socket) => socket.pause(), {
    requestBytes: MEGABYTE,
  }),
  plain(
    'reads and does not answer',
    'timeout',
    onRequest(() => undefined),
  ),
  plain(
    'reads a large request and does not answer',
    'timeout',
    onRequest(() => undefined),
    { requestBytes: MEGABYTE },
  ),
  plain(
    'answers after 300 ms',
    'delivered',
    onRequest((socket) => void setTimeout(() => socket.write(OK), 300)),
  ),
  plain(
    'answers after the deadline',
    'timeout',
    onRequest((socket) => drip(socket, OK, 5_000)),
  ),
  plain('closes before it reads', 'connection_reset', (socket) => socket.end(), {
    says: 'closed before the answer',
  }),
  plain(
    'closes after it has read',
    'connection_reset',
    onRequest((socket) => socket.end()),
    { says: 'closed before the answer' },
  ),
  plain('resets before it reads', 'connection_reset', (socket) => socket.resetAndDestroy()),
  plain(
    'resets after it has read',
    'connection_reset',
    onRequest((socket) => socket.resetAndDestroy()),
  ),
  plain(
    'resets in the middle of a large request',
    'connection_reset',
    onRequest((socket) => socket.resetAndDestroy()),
    { requestBytes: MEGABYTE },
  ),
  plain('answers before it has read', 'delivered', (socket) => socket.write(OK)),
  plain('answers before it has read and closes', 'delivered', (socket) => socket.end(OK)),
  plain(
    'answers a large request at its beginning and closes',
    'delivered',
    onRequest((socket) => socket.end(OK)),
    { requestBytes: MEGABYTE },
  ),
  plain('answers an ordinary 200', 'delivered', answer(OK)),
];
