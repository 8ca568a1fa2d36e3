import { createEventSweep, createSweeper } from '../../src/outbox/sweeper';
import { anEvent } from '../support/builders/an-event';
import { recordingLogger } from '../support/builders/recording-logger';
import { waitUntil } from '../support/services/wait-until';
import { fakeOutbox, fakeWorkflows } from './fake-outbox';

const LONG_AGO = '2026-01-01T00:00:00.000Z';

function aSweeper() {
  const outbox = fakeOutbox();
  const workflows = fakeWorkflows();
  const logger = recordingLogger();
  const sweeper = createSweeper([createEventSweep({ outbox, workflows, logger, now: () => new Date() })]);
  const store = (eventId: string, receivedAt = LONG_AGO) =>
    outbox.insert(anEvent({ eventId, receivedAt }), '', () => '');
  return { sweeper, outbox, workflows, logger, store };
}

describe('the sweeper', () => {
  it('starts the workflows of events that were stored but not started, each once', async () => {
    const { sweeper, workflows, store, outbox } = aSweeper();
    const ids = Array.from({ length: 250 }, (_, n) => `e${n}`);
    for (const id of ids) await store(id);
    sweeper.start();
    await waitUntil('all are started', () => outbox.started.size === ids.length);
    await sweeper.stop();
    expect(workflows.starts).toEqual(ids);
  });

  it('leaves an event alone that has only just been stored', async () => {
    const { sweeper, workflows, store, outbox } = aSweeper();
    await store('young', new Date().toISOString());
    await store('old');
    sweeper.start();
    await waitUntil('the old one is started', () => outbox.started.has('old'));
    await sweeper.stop();
    expect(workflows.starts).toEqual(['old']);
  });

  it('goes on when Temporal is back', async () => {
    const { sweeper, workflows, store, outbox, logger } = aSweeper();
    await store('e1');
    workflows.isDown = true;
    sweeper.start();
    await waitUntil('a sweep failed', () => logger.lines.some(({ level }) => level === 'warn'));
    workflows.isDown = false;
    await waitUntil('it is started', () => outbox.started.has('e1'));
    await sweeper.stop();
  });

  it('starts the others when one cannot be started', async () => {
    const { sweeper, workflows, store, outbox } = aSweeper();
    for (const id of ['e1', 'broken', 'e3']) await store(id);
    workflows.broken.add('broken');
    sweeper.start();
    await waitUntil('the others are started', () => outbox.started.size === 2);
    await sweeper.stop();
    expect(workflows.starts).toEqual(['e1', 'e3']);
  });

  it('does nothing any more once it is stopped', async () => {
    const { sweeper, workflows, store } = aSweeper();
    sweeper.start();
    await sweeper.stop();
    await store('late');
    expect(workflows.starts).toEqual([]);
  });
});
