import type tls from 'node:tls';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { type Behaviour, onRequest, startRawReceiver } from '../support/receivers/raw-receiver';
import { createCertificate } from '../support/receivers/tls-certificate';

const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const accept = onRequest((socket) => socket.write(OK));

/* How each kind of certificate and handshake is met is in zoo.test.ts. */

interface Case {
  readonly isTrusted?: boolean;
  readonly behave?: Behaviour;
}

/** What becomes of a POST to `https://hook.localhost`. */
async function outcomeOf({ isTrusted = true, behave = accept }: Case) {
  const certificate = createCertificate({ dnsName: 'hook.localhost' });
  const receiver = await startRawReceiver(behave, { certificate });
  const sender = createSender({
    rules,
    resolver: createNameResolver(),
    ...(isTrusted && { ca: [certificate.cert] }),
  });
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

  it('sends nothing before it has judged the certificate', async () => {
    let received = '';
    const behave: Behaviour = (socket) => socket.on('data', (chunk) => (received += chunk.toString()));
    expect(await outcomeOf({ isTrusted: false, behave })).toEqual({
      kind: 'unreachable',
      errorCode: 'tls_error',
      errorMessage: 'no secure connection: its certificate is self-signed',
      durationMs: expect.any(Number),
      timingsMs: { connect: expect.any(Number) },
    });
    expect(received).toBe('');
  });
});
