import { drip, flood, onRequest } from '../raw-receiver';
import { answer, answerAndClose, CHUNKED_200, head, OK } from './answer-bytes';
import { certificates } from './certificates';
import { plain, secure, type Species } from './species';

const HTTPS = { scheme: 'https' } as const;
const HANDSHAKE_RECORD = Buffer.from('1603034000', 'hex');

const certified = (name: string, says: string, certificate: { cert: string; key: string }) =>
  secure(name, 'tls_error', { behave: answer(OK), says, tls: { certificate } });

/** What receivers do with TLS. */
export const overTls: readonly Species[] = [
  secure('answers 200 over TLS', 'delivered', { behave: answer(OK) }),
  certified('has a certificate for another name', 'is for another name', certificates.otherName),
  certified('has an expired certificate', 'has expired', certificates.expired),
  certified('has a certificate that is not valid yet', 'is not valid yet', certificates.notYetValid),
  certified('has a self-signed certificate', 'is self-signed', certificates.selfSigned),
  certified('sends 1,000 certificates', 'TLS failed', {
    ...certificates.valid,
    cert: certificates.valid.cert.repeat(1_000),
  }),
  secure('speaks TLS 1.1 only', 'tls_error', {
    behave: answer(OK),
    tls: {
      certificate: {
        ...certificates.valid,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
      },
    },
  }),
  plain('never shakes hands', 'timeout', (socket) => socket.resume(), HTTPS),
  plain('begins to shake hands and stops', 'timeout', (socket) => socket.write(HANDSHAKE_RECORD), HTTPS),
  plain(
    'drips a handshake',
    'timeout',
    (socket) => (socket.write(HANDSHAKE_RECORD), drip(socket, '\0', 10)),
    HTTPS,
  ),
  plain('floods the handshake', 'tls_error', (socket) => flood(socket, '\x16\x03\x03'), HTTPS),
  plain('closes instead of shaking hands', 'connection_reset', (socket) => socket.end(), HTTPS),
  plain('resets instead of shaking hands', 'connection_reset', (socket) => socket.resetAndDestroy(), HTTPS),
  plain(
    'speaks plain HTTP on its TLS port',
    'tls_error',
    (socket) => socket.on('data', () => socket.write(OK)),
    HTTPS,
  ),
  secure('speaks TLS on its plain port', ['invalid_response', 'connection_reset'], {
    behave: answer(OK),
    scheme: 'http',
  }),
  secure('wants a certificate from the sender', ['tls_error', 'connection_reset'], {
    behave: answer(OK),
    tls: { certificate: { ...certificates.valid, requestCert: true, rejectUnauthorized: true } },
  }),
  secure('shakes hands and does nothing', 'timeout', { behave: (socket) => socket.resume() }),
  secure('shakes hands and closes', 'connection_reset', { behave: onRequest((socket) => socket.destroy()) }),
  secure('drips a head over TLS', 'timeout', {
    behave: onRequest((socket) => (socket.write('HTTP/1.1 200 OK\r\nx: '), drip(socket, 'a', 10))),
  }),
  secure('sends less than promised over TLS and closes', 'delivered', {
    behave: answerAndClose(head('200 OK', 'content-length: 100')),
  }),
  secure('vanishes after the head over TLS', 'delivered', {
    behave: onRequest((socket) => socket.write(CHUNKED_200, () => socket.destroy())),
  }),
  secure('sends a body without end over TLS', 'delivered', {
    behave: onRequest((socket) => (socket.write(head('200 OK')), flood(socket, 'x'))),
  }),
];
