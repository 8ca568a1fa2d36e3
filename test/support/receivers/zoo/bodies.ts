import { gzipSync } from 'node:zlib';
import { drip, flood, onRequest } from '../raw-receiver';
import { answer, answerAndClose, answerAndReset, CHUNKED_200, head, OK } from './answer-bytes';
import { plain, type Species } from './species';

const SLOW = { settles: 'at the deadline' } as const;
const KIB = 1024;

const bomb = gzipSync(Buffer.alloc(30_000_000));

const sized = (byteCount: number) =>
  answer(head('200 OK', `content-length: ${byteCount}`), 'x'.repeat(byteCount));
const chunked = (text: string) => answer(CHUNKED_200, text);
const without = (bytes: string) => onRequest((socket) => (socket.write(CHUNKED_200), flood(socket, bytes)));

/** What receivers do after the head of a 200, which has decided already. */
export const bodies: readonly Species[] = [
  plain(
    'drips a body',
    'delivered',
    onRequest((socket) => (socket.write(CHUNKED_200), drip(socket, '1\r\nx\r\n', 20))),
    SLOW,
  ),
  plain(
    'promises a body and never sends it',
    'delivered',
    answer(head('200 OK', 'content-length: 100')),
    SLOW,
  ),
  plain('says neither length nor end of its body', 'delivered', answer(head('200 OK'), 'hello'), SLOW),
  plain(
    'sends less than it has promised and closes',
    'delivered',
    answerAndClose(`${head('200 OK', 'content-length: 100')}hello`),
  ),
  plain(
    'sends more than it has promised',
    'delivered',
    answer(`${head('200 OK', 'content-length: 5')}hello, and more`),
  ),
  plain(
    'sends a second answer behind the first',
    'delivered',
    answer(OK + head('500 Oops', 'content-length: 0')),
  ),
  plain('resets after the head', 'delivered', answerAndReset(CHUNKED_200)),
  plain(
    'resets within the body',
    'delivered',
    answerAndReset(`${head('200 OK', 'content-length: 100')}hello`),
  ),
  plain(
    'sends a body without end',
    'delivered',
    onRequest((socket) => (socket.write(head('200 OK')), flood(socket, 'x'))),
  ),
  plain('sends chunks without end', 'delivered', without('1\r\nx\r\n')),
  plain(
    'sends one chunk without end',
    'delivered',
    onRequest((socket) => (socket.write(`${CHUNKED_200}fffffffffff\r\n`), flood(socket, 'x'))),
  ),
  plain('sends a body of 64 KiB', 'delivered', sized(64 * KIB)),
  plain('sends a body of 64 KiB and 1 byte', 'delivered', sized(64 * KIB + 1)),
  plain(
    'sends a gzip bomb',
    'delivered',
    answer(head('200 OK', 'content-encoding: gzip', `content-length: ${bomb.length}`), bomb),
  ),
  plain(
    'sends a gzip bomb without end',
    'delivered',
    onRequest((socket) => (socket.write(head('200 OK', 'content-encoding: gzip')), flood(socket, bomb))),
  ),
  plain(
    'sends text that it calls gzip',
    'delivered',
    answer(head('200 OK', 'content-encoding: gzip', 'content-length: 5'), 'hello'),
  ),
  plain('sends a chunk size that is none', 'delivered', chunked('no chunk')),
  plain('sends a chunk size beyond 64 bits', 'delivered', chunked(`${'f'.repeat(20)}\r\nhello\r\n`)),
  plain('sends a negative chunk size', 'delivered', chunked('-5\r\nhello\r\n0\r\n\r\n')),
  plain('sends a chunk longer than its size', 'delivered', chunked('1\r\nhello\r\n0\r\n\r\n')),
  plain(
    'sends a chunk extension without end',
    'delivered',
    onRequest((socket) => (socket.write(`${CHUNKED_200}5;x=`), flood(socket, 'y'))),
  ),
  plain(
    'sends trailers without end',
    'delivered',
    onRequest((socket) => (socket.write(`${CHUNKED_200}0\r\n`), flood(socket, 'x-trailer: y\r\n'))),
  ),
  plain('closes within a chunk', 'delivered', answerAndClose(`${CHUNKED_200}5\r\nhe`)),
  plain(
    'encodes its body by an unknown transfer-encoding',
    'delivered',
    answerAndClose(`${head('200 OK', 'transfer-encoding: secret')}hello`),
  ),
];
