import { drip, flood, onRequest } from '../raw-receiver';
import { answer, answerAndClose, answerAndReset, head } from './answer-bytes';
import { plain, type Species } from './species';

const NO_HTTP = { says: 'did not speak HTTP' };
const TOO_LONG = { says: 'more than 16 KiB' };

const status = (line: string) => answer(`${line}\r\ncontent-length: 0\r\n\r\n`);
const header = (line: string) => answer(`HTTP/1.1 200 OK\r\n${line}\r\ncontent-length: 0\r\n\r\n`);

const floodOf = (text: string) =>
  onRequest((socket) => (socket.write('HTTP/1.1 200 OK\r\n'), flood(socket, text)));

/** What receivers do in the head of an answer. */
export const heads: readonly Species[] = [
  plain(
    'drips a head',
    'timeout',
    onRequest((socket) => (socket.write('HTTP/1.1 200 OK\r\nx: '), drip(socket, 'a', 10))),
  ),
  plain('begins a head and stops', 'timeout', answer('HTTP/1.1 200 OK\r\n')),
  plain('closes within the head', 'connection_reset', answerAndClose('HTTP/1.1 200 OK\r\nx-a')),
  plain('resets within the head', 'connection_reset', answerAndReset('HTTP/1.1 200 OK\r\nx-a')),
  plain('floods headers', 'invalid_response', floodOf('x-filler: 1\r\n'), TOO_LONG),
  plain('floods one header line', 'invalid_response', floodOf('x'), TOO_LONG),
  plain('floods one header value', 'invalid_response', floodOf('x: y'), TOO_LONG),
  plain('sends 17 KiB of headers', 'invalid_response', header(`x: ${'y'.repeat(17 * 1024)}`), TOO_LONG),
  plain('sends 15 KiB of headers', 'delivered', header(`x: ${'y'.repeat(15 * 1024)}`)),
  plain('greets as SSH', 'invalid_response', answer('SSH-2.0-OpenSSH_9.6\r\n\r\n'), NO_HTTP),
  plain('speaks HTTP/0.9', 'invalid_response', answerAndClose('<html>welcome</html>'), NO_HTTP),
  plain('speaks HTTP/1.0', 'delivered', answerAndClose('HTTP/1.0 200 OK\r\n\r\nbye')),
  plain('speaks HTTP/2', 'invalid_response', answer(Buffer.from('000000040000000000', 'hex')), NO_HTTP),
  plain('claims HTTP/9.9', 'invalid_response', status('HTTP/9.9 200 OK'), NO_HTTP),
  plain(
    'answers another HTTP request',
    'invalid_response',
    answer('POST / HTTP/1.1\r\nhost: a\r\n\r\n'),
    NO_HTTP,
  ),
  plain('gives no reason', 'delivered', status('HTTP/1.1 200 ')),
  plain('gives no reason and no space', 'delivered', status('HTTP/1.1 200')),
  plain('gives the status 999', 999, status('HTTP/1.1 999 Word')),
  plain('gives the status 2000', 'invalid_response', status('HTTP/1.1 2000 OK'), NO_HTTP),
  plain('gives the status 20', 'invalid_response', status('HTTP/1.1 20 OK'), NO_HTTP),
  plain('gives the status -200', 'invalid_response', status('HTTP/1.1 -200 OK'), NO_HTTP),
  plain('sends a NUL in a header', 'invalid_response', header('x: a\0b'), NO_HTTP),
  plain('sends a NUL in the name of a header', 'invalid_response', header('x\0y: a'), NO_HTTP),
  plain('sends a header without a colon', 'invalid_response', header('no colon'), NO_HTTP),
  plain('sends a header with a space before its colon', 'invalid_response', header('x : a'), NO_HTTP),
  plain('sends bytes above ASCII in a header', 'delivered', header('x: \u00ff\u732b')),
  plain(
    'ends lines by LF alone',
    'invalid_response',
    answer('HTTP/1.1 200 OK\ncontent-length: 0\n\n'),
    NO_HTTP,
  ),
  plain(
    'sends a negative content-length',
    'invalid_response',
    answer(head('200 OK', 'content-length: -1')),
    NO_HTTP,
  ),
  plain(
    'sends a content-length of words',
    'invalid_response',
    answer(head('200 OK', 'content-length: ten')),
    NO_HTTP,
  ),
  plain(
    'sends a content-length beyond 64 bits',
    'invalid_response',
    answer(head('200 OK', `content-length: ${'9'.repeat(30)}`)),
    NO_HTTP,
  ),
  plain(
    'sends two contradicting content-lengths',
    'invalid_response',
    answer(head('200 OK', 'content-length: 1', 'content-length: 2')),
    NO_HTTP,
  ),
  plain(
    'sends content-length and transfer-encoding',
    'invalid_response',
    answer(head('200 OK', 'content-length: 5', 'transfer-encoding: chunked'), '0\r\n\r\n'),
    NO_HTTP,
  ),
  plain(
    'sends transfer-encoding and content-length',
    'invalid_response',
    answer(head('200 OK', 'transfer-encoding: chunked', 'content-length: 5'), '0\r\n\r\n'),
    NO_HTTP,
  ),
];
