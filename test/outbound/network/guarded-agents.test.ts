import http from 'node:http';
import { createAddressRules } from '../../../src/domain/destinations/address-rules';
import {
  createGuardedAgents,
  type GuardedAgents,
  type IdleLimits,
} from '../../../src/outbound/network/guarded-agents';
import { createNameResolver } from '../../../src/outbound/network/allowed-addresses';
import { type RawReceiver, onRequest, startRawReceiver } from '../../support/receivers/raw-receiver';
import { waitUntil } from '../../support/services/wait-until';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const addresses = {
  rules: createAddressRules({ allowCidrs: ['127.0.0.0/8'] }),
  resolver: createNameResolver(),
};
const roomy: IdleLimits = { maxIdleMs: 4_000, maxAgeMs: 60_000, maxIdlePerOrigin: 10, maxIdleInAll: 10 };

let receivers: RawReceiver[];
let agents: GuardedAgents;

beforeEach(async () => {
  const start = () => startRawReceiver(onRequest((socket) => socket.write(OK)));
  receivers = await Promise.all([start(), start(), start()]);
});
afterEach(async () => {
  agents.destroy();
  await Promise.all(receivers.map((receiver) => receiver.close()));
});

function request({ port }: RawReceiver): Promise<void> {
  return new Promise((resolve, reject) => {
    const posted = http.request({ host: '127.0.0.1', port, method: 'POST', agent: agents.http }, (message) =>
      message.resume(),
    );
    posted.on('error', reject).once('close', resolve).end();
  });
}

const openCount = () => receivers.reduce((count, receiver) => count + receiver.openCount, 0);

describe('idle connections', () => {
  it('are none without limits', async () => {
    agents = createGuardedAgents(addresses);
    await request(receivers[0]!);
    await waitUntil('the connection is closed', () => openCount() === 0);
  });

  it('are at most so many per origin', async () => {
    agents = createGuardedAgents(addresses, { limits: { ...roomy, maxIdlePerOrigin: 2 } });
    await Promise.all(Array.from({ length: 5 }, () => request(receivers[0]!)));
    await waitUntil('three of five are closed', () => openCount() === 2);
  });

  it('are at most so many in all', async () => {
    agents = createGuardedAgents(addresses, { limits: { ...roomy, maxIdleInAll: 2 } });
    await Promise.all(receivers.map(request));
    await waitUntil('one of three is closed', () => openCount() === 2);
  });

  it('are closed when they have waited for long enough', async () => {
    agents = createGuardedAgents(addresses, { limits: { ...roomy, maxIdleMs: 50 } });
    await request(receivers[0]!);
    await waitUntil('the connection is closed', () => openCount() === 0, 3_000);
  });

  it('are not kept when they are too old', async () => {
    agents = createGuardedAgents(addresses, { limits: { ...roomy, maxAgeMs: 0 } });
    await request(receivers[0]!);
    await waitUntil('the connection is closed', () => openCount() === 0, 3_000);
  });
});
