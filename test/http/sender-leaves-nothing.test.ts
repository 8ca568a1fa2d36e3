import { createAddressRules } from '../../src/domain/address-rules';
import { createNameResolver } from '../../src/http/name-resolver';
import { createSender } from '../../src/http/sender';
import { type Behaviour, onRequest, startRawReceiver } from '../support/raw-receiver';
import { waitUntil } from '../support/wait-until';

/*
 * Alone in its file: connections and timers that other tests leave would come between the counts.
 */
const HOUR_MS = 3_600_000;
const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });

describe('a closed sender', () => {
  it.each<[string, Behaviour, number]>([
    [
      'an answer',
      onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
      HOUR_MS,
    ],
    [
      'half an answer',
      onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n')),
      300,
    ],
    [
      'a long answer',
      onRequest((socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(70_000)}`)),
      HOUR_MS,
    ],
    ['a reset', onRequest((socket) => socket.resetAndDestroy()), HOUR_MS],
    ['no answer in time', onRequest(() => undefined), 300],
  ])('leaves no connection and no timer after %s', async (_what, behave, timeoutMs) => {
    const before = activeResources();
    const receiver = await startRawReceiver(behave);
    const sender = createSender({ rules, resolver: createNameResolver() });
    await sender.post({ url: `http://localhost:${receiver.port}/`, body: '{}', headers: {}, timeoutMs });
    // At once: a timer of 2 s for reading the answer would be gone soon.
    const timers = activeResources().filter((kind) => kind === 'Timeout');
    sender.close();
    await receiver.close();

    expect(timers).toEqual(before.filter((kind) => kind === 'Timeout'));
    await waitUntil('no connection is left', () => activeResources().length <= before.length);
  });
});

function activeResources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|Timeout|CARES/i.test(kind));
}
