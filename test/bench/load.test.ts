import { Ledger } from '../../bench/ledger';
import { publishAtRate } from '../../bench/load';

function aLedger() {
  return new Ledger(1, () => performance.now());
}

it('counts a latency from when the event was due, also when the one before held up the load generator', async () => {
  const ledger = aLedger();
  const blockedMs = 150;
  const publish = async (eventId: string) => {
    const untilMs = performance.now() + (eventId === 'a' ? blockedMs : 0);
    // Blocks this process, as a full machine does: the next event cannot be handed over in time.
    while (performance.now() < untilMs);
    ledger.receive({ eventId, destination: '0', notificationId: eventId });
  };
  const { latestMs } = await publishAtRate({ shape: { publish }, ledger }, ['a', 'b'], 100);
  const dueAfterMs = 10;
  expect(latestMs).toBeGreaterThanOrEqual(blockedMs - dueAfterMs - 1);
  expect(ledger.latenciesMs(['b'])[0]).toBeGreaterThanOrEqual(blockedMs - dueAfterMs - 1);
});

it('goes on with the others when an event is not taken, and expects nothing of it', async () => {
  const ledger = aLedger();
  const publish = async (eventId: string) => {
    if (eventId === 'b') throw new Error('POST /events: the service answered 503');
    ledger.receive({ eventId, destination: '0', notificationId: eventId });
  };
  const { refusals } = await publishAtRate({ shape: { publish }, ledger }, ['a', 'b', 'c'], 1_000);
  expect(refusals).toEqual(['POST /events: the service answered 503']);
  expect(ledger).toMatchObject({ delivered: 2, lost: 0 });
});
