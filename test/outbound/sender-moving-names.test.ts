import { once } from 'node:events';
import net from 'node:net';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { startFakeDns } from '../support/receivers/fake-dns';
import { startRawReceiver } from '../support/receivers/raw-receiver';

const REDIRECTS = [301, 302, 303, 307, 308];
const POSTS = 200;

/** 127.0.0.1 plays the public receiver, 127.0.0.2 what must not be reached, on the same port. */
const rules = createAddressRules({ allowCidrs: ['127.0.0.1/32'] });
const PUBLIC = ['127.0.0.1'];
const INTERNAL = ['127.0.0.2'];

describe('a name that moves all the time, whose receiver redirects, and ends every third connection', () => {
  it('leads to no connection with an internal address', async () => {
    const dns = await startFakeDns();
    let requests = 0;
    const receiver = await startRawReceiver((socket) => {
      socket.on('data', () => {
        const status = requests % 2 === 0 ? 200 : REDIRECTS[requests % REDIRECTS.length];
        requests += 1;
        const location = `location: http://127.0.0.2:${receiver.port}/\r\n`;
        socket.write(`HTTP/1.1 ${status} Word\r\n${location}content-length: 0\r\n\r\n`);
        if (requests % 3 === 0) socket.end();
      });
    });
    let internalHits = 0;
    const internal = net.createServer(() => (internalHits += 1)).listen(receiver.port, '127.0.0.2');
    await once(internal, 'listening');

    const sender = createSender({ rules, resolver: createNameResolver(dns) });
    const kinds = new Set<string>();
    for (let count = 0; count < POSTS; count++) {
      dns.set('hook.example', [PUBLIC, INTERNAL, [...PUBLIC, ...INTERNAL]][count % 3] ?? PUBLIC);
      const url = `http://hook.example:${receiver.port}/`;
      const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 5_000 });
      kinds.add(outcome.kind === 'unreachable' ? outcome.errorCode : outcome.kind);
    }
    sender.close();
    internal.close();
    await Promise.all([receiver.close(), dns.close()]);

    expect(internalHits).toBe(0);
    expect([...kinds].sort()).toEqual(['delivered', 'destination_not_allowed', 'rejected']);
  });
});
