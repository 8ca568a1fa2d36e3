import type tls from 'node:tls';
import { createAddressRules } from '../../src/domain/address-rules';
import { createNameResolver } from '../../src/http/name-resolver';
import { createSender } from '../../src/http/sender';
import { type Behaviour, onRequest, type RawReceiver, startRawReceiver } from '../support/raw-receiver';
import { type CertificateOptions, createCertificate } from '../support/tls-certificate';

const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const accept = onRequest((socket) => socket.write(OK));
const DAY_MS = 86_400_000;

interface Case {
  readonly certificate?: Partial<CertificateOptions>;
  readonly isTrusted?: boolean;
  readonly settings?: tls.TlsOptions;
  readonly behave?: Behaviour;
}

/** What becomes of a POST to `https://hook.localhost`, served with such a certificate. */
async function outcomeOf({ certificate, isTrusted = true, settings, behave = accept }: Case) {
  const { cert, key } = createCertificate({ dnsName: 'hook.localhost', ...certificate });
  const receiver = await startRawReceiver(behave, { certificate: { cert, key, ...settings } });
  return postTo(receiver, isTrusted ? [cert] : undefined);
}

async function postTo(receiver: RawReceiver, ca?: readonly string[]) {
  const sender = createSender({ rules, resolver: createNameResolver(), ...(ca && { ca }) });
  const url = `https://hook.localhost:${receiver.port}/`;
  const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 2_000 });
  sender.close();
  await receiver.close();
  return outcome;
}

describe('over TLS', () => {
  it('delivers to a receiver whose certificate is valid', async () => {
    expect(await outcomeOf({})).toMatchObject({ kind: 'delivered', httpStatus: 200 });
  });

  it('asks for the certificate of the host name, not of the address', async () => {
    const names: (string | boolean | null)[] = [];
    await outcomeOf({
      behave: (socket) => (names.push((socket as tls.TLSSocket).servername), accept(socket, 0)),
    });
    expect(names).toEqual(['hook.localhost']);
  });

  it.each<[string, string, Case]>([
    ['self-signed', 'its certificate is self-signed', { isTrusted: false }],
    [
      'for another name',
      'its certificate is for another name',
      { certificate: { dnsName: 'other.example' } },
    ],
    ['expired', 'its certificate has expired', { certificate: { notAfter: new Date(Date.now() - DAY_MS) } }],
    [
      'not valid yet',
      'its certificate is not valid yet',
      { certificate: { notBefore: new Date(Date.now() + DAY_MS) } },
    ],
  ])('refuses a certificate that is %s, before anything is sent', async (_what, message, settings) => {
    let received = '';
    const behave: Behaviour = (socket) => socket.on('data', (chunk) => (received += chunk.toString()));
    expect(await outcomeOf({ ...settings, behave })).toEqual({
      kind: 'unreachable',
      errorCode: 'tls_error',
      errorMessage: `no secure connection: ${message}`,
      durationMs: expect.any(Number),
    });
    expect(received).toBe('');
  });

  it('refuses TLS 1.1', async () => {
    const settings = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    expect(await outcomeOf({ settings })).toMatchObject({ kind: 'unreachable', errorCode: 'tls_error' });
  });

  it.each<[string, string, Behaviour]>([
    ['speaks plain HTTP', 'tls_error', (socket) => socket.on('data', () => socket.write(OK))],
    ['never shakes hands', 'timeout', (socket) => socket.resume()],
    ['closes instead of shaking hands', 'connection_reset', (socket) => socket.end()],
    ['resets instead of shaking hands', 'connection_reset', (socket) => socket.resetAndDestroy()],
  ])('cannot reach a receiver that %s', async (_what, errorCode, behave) => {
    const outcome = await postTo(await startRawReceiver(behave));
    expect(outcome).toMatchObject({ kind: 'unreachable', errorCode });
    expect(outcome.durationMs).toBeLessThan(4_000);
  });

  it('finds TLS on a plain HTTP port to be no HTTP', async () => {
    const receiver = await startRawReceiver(accept, {
      certificate: createCertificate({ dnsName: 'hook.localhost' }),
    });
    const sender = createSender({ rules, resolver: createNameResolver() });
    const url = `http://hook.localhost:${receiver.port}/`;
    const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 2_000 });
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      errorCode: expect.stringMatching(/invalid_response|connection_reset/),
    });
    sender.close();
    await receiver.close();
  });
});
