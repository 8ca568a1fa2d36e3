import { createOperationSweeps } from '../../src/outbox/sweeper';
import { anOperationRecord } from '../support/builders/an-operation';
import { recordingLogger } from '../support/builders/recording-logger';
import { fakeOperationStore, fakeTracker } from './fake-operations';

const NOW = '2026-03-14T10:00:00.000Z';
const secondsAgo = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

function arrange() {
  const { store, outbox, applied, isStarted, isSignalled } = fakeOperationStore();
  const tracker = fakeTracker();
  const logger = recordingLogger();
  const sweeps = createOperationSweeps({ outbox, tracker, logger, now: () => new Date(NOW) });
  return {
    outbox,
    tracker,
    logger,
    applied,
    isStarted,
    isSignalled,
    announce: (operationId: string, createdAt: string) =>
      store.insert(anOperationRecord({ operationId, createdAt }), 'h', () => 'h'),
    report: (operationId: string, receivedAt: string) =>
      store.insertReport({
        environmentId: 'env1',
        operationId,
        report: { kind: 'timed_out' },
        contentHash: operationId,
        receivedAt,
      }),
    async sweep() {
      for (const sweep of sweeps) await sweep(() => false);
    },
  };
}

describe('sweeping operations', () => {
  it('starts those that were announced but not started, once', async () => {
    const { announce, sweep, tracker } = arrange();
    await announce('op1', secondsAgo(3));
    await sweep();
    await sweep();
    expect(tracker.calls).toEqual(['start op1']);
  });

  it('signals those with a report whose signal was lost, once', async () => {
    const { announce, report, outbox, sweep, tracker } = arrange();
    await announce('op1', secondsAgo(9));
    await outbox.markStarted({ environmentId: 'env1', operationId: 'op1' }, secondsAgo(9));
    await report('op1', secondsAgo(3));
    await sweep();
    await sweep();
    expect(tracker.calls).toEqual(['signal op1']);
  });

  it('leaves alone what is younger than 2 s', async () => {
    const { announce, report, sweep, tracker } = arrange();
    await announce('op1', secondsAgo(1));
    await report('op1', secondsAgo(1));
    await sweep();
    expect(tracker.calls).toEqual([]);
  });

  it.each([
    [59, []],
    [61, ['signal op1']],
  ])('when a report is still not applied %i s after its signal: %j', async (seconds, calls) => {
    const { announce, report, outbox, sweep, tracker } = arrange();
    await announce('op1', secondsAgo(99));
    await report('op1', secondsAgo(90));
    await outbox.markSignalled({ environmentId: 'env1', operationId: 'op1' }, secondsAgo(seconds));
    await sweep();
    expect(tracker.calls).toEqual(calls);
  });

  it('goes on when Temporal is back', async () => {
    const { announce, report, sweep, tracker, logger, isStarted, isSignalled } = arrange();
    await announce('op1', secondsAgo(9));
    await report('op1', secondsAgo(9));
    tracker.isDown = true;
    await sweep();
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
    expect([isStarted('op1'), isSignalled('op1')]).toEqual([false, false]);
    tracker.isDown = false;
    await sweep();
    expect([isStarted('op1'), isSignalled('op1')]).toEqual([true, true]);
  });
});
