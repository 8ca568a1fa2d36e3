import type { OperationReport } from '../../src/domain/operations/operation';
import { createOperationIntake } from '../../src/outbox/operation-intake';
import { anOperationRecord } from '../support/builders/an-operation';
import { recordingLogger } from '../support/builders/recording-logger';
import { fakeOperationStore, fakeTracker } from './fake-operations';

const KEY = { environmentId: 'env1', operationId: 'op1' };
const UPLOADED: OperationReport = { kind: 'uploaded', payload: { a: 1, b: { c: 2, d: 3 } } };

const posted = (content: unknown) => ({ meaning: content, asPosted: content });

function anIntake() {
  const { store, outbox, applied, isStarted, isSignalled } = fakeOperationStore();
  const tracker = fakeTracker();
  const logger = recordingLogger();
  const intake = createOperationIntake({ store, outbox, tracker, logger, now: () => new Date() });
  return { intake, tracker, logger, applied, isStarted, isSignalled };
}

describe('announcing an operation', () => {
  it('stores it, starts its workflow and remembers that', async () => {
    const { intake, tracker, isStarted } = anIntake();
    const record = anOperationRecord();
    expect(await intake.announce(record, 'acme-media', posted({ a: 1 }))).toEqual({
      outcome: 'accepted',
      record,
    });
    await intake.drain();
    expect(tracker.calls).toEqual(['start op1']);
    expect(isStarted('op1')).toBe(true);
  });

  it.each([
    ['the same content, whatever the order of its keys, the same operation', { b: 2, a: 1 }, 'duplicate'],
    ['other content a conflict', { a: 1 }, 'conflict'],
  ])('calls the same id with %s, gives the first one and starts nothing', async (_what, content, outcome) => {
    const { intake, tracker } = anIntake();
    const first = anOperationRecord();
    await intake.announce(first, 'acme-media', posted({ a: 1, b: 2 }));
    const again = await intake.announce(
      anOperationRecord({ method: 'multi' }),
      'acme-media',
      posted(content),
    );
    expect(again).toEqual({ outcome, record: first });
    await intake.drain();
    expect(tracker.calls).toEqual(['start op1']);
  });

  it('knows an operation by its meaning, and one that was stored by the words in which it was posted', async () => {
    const { intake } = anIntake();
    const record = anOperationRecord();
    await intake.announce(record, 'acme-media', posted({ a: 'one' }));
    const inOldWords = { meaning: { a: 1 }, asPosted: { a: 'one' } };
    expect(await intake.announce(record, 'acme-media', inOldWords)).toMatchObject({ outcome: 'duplicate' });
    const second = anOperationRecord({ operationId: 'op2' });
    await intake.announce(second, 'acme-media', inOldWords);
    const inNewWords = { meaning: { a: 1 }, asPosted: { a: 'uno' } };
    expect(await intake.announce(second, 'acme-media', inNewWords)).toMatchObject({ outcome: 'duplicate' });
  });

  it('accepts while Temporal is down, says so in the log and leaves it to the sweeper', async () => {
    const { intake, tracker, logger, isStarted } = anIntake();
    tracker.isDown = true;
    expect(await intake.announce(anOperationRecord(), 'acme-media', posted({}))).toMatchObject({
      outcome: 'accepted',
    });
    await intake.drain();
    expect(isStarted('op1')).toBe(false);
    expect(logger.lines).toMatchObject([
      {
        level: 'warn',
        facts: { operation_id: 'op1', cloud_name: expect.any(String) as string, reason: '14 UNAVAILABLE' },
      },
    ]);
  });
});

describe('reporting about an operation', () => {
  it('stores the report, signals the workflow and remembers that', async () => {
    const { intake, tracker, isSignalled } = anIntake();
    await intake.announce(anOperationRecord(), 'acme-media', posted({}));
    expect(await intake.report(KEY, 'acme-media', UPLOADED)).toMatchObject({ isDuplicate: false });
    await intake.drain();
    expect(tracker.calls).toEqual(['start op1', 'signal op1']);
    expect(isSignalled('op1')).toBe(true);
  });

  it('takes the same content, whatever the order of its keys, for the same report', async () => {
    const { intake } = anIntake();
    await intake.announce(anOperationRecord(), 'acme-media', posted({}));
    await intake.report(KEY, 'acme-media', UPLOADED);
    const again: OperationReport = { kind: 'uploaded', payload: { b: { d: 3, c: 2 }, a: 1 } };
    expect(await intake.report(KEY, 'acme-media', again)).toMatchObject({ isDuplicate: true });
  });

  it('signals again for a report that comes again as long as the first is not applied, and then no more', async () => {
    const { intake, tracker, applied } = anIntake();
    tracker.isDown = true;
    await intake.announce(anOperationRecord(), 'acme-media', posted({}));
    await intake.report(KEY, 'acme-media', UPLOADED);
    await intake.drain();
    tracker.isDown = false;
    await intake.report(KEY, 'acme-media', UPLOADED);
    applied.add('op1');
    await intake.report(KEY, 'acme-media', UPLOADED);
    await intake.drain();
    expect(tracker.calls).toEqual(['signal op1']);
  });

  it('knows no operation that was not announced', async () => {
    const { intake, tracker } = anIntake();
    expect(await intake.report(KEY, 'acme-media', UPLOADED)).toBeUndefined();
    await intake.drain();
    expect(tracker.calls).toEqual([]);
  });
});
