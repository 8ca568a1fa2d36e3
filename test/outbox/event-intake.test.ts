import { createDispatchStarter } from '../../src/outbox/background-starts';
import { createEventIntake } from '../../src/outbox/event-intake';
import { anEvent } from '../support/builders/an-event';
import { recordingLogger } from '../support/builders/recording-logger';
import { fakeOutbox, fakeWorkflows } from './fake-outbox';

function anIntake() {
  const outbox = fakeOutbox();
  const workflows = fakeWorkflows();
  const logger = recordingLogger();
  const starter = createDispatchStarter(workflows, logger);
  return { intake: createEventIntake(outbox, starter), outbox, workflows, logger, starter };
}

const posted = (content: unknown) => ({ meaning: content, asPosted: content });

describe('publishing an event', () => {
  it('stores it and starts its workflow', async () => {
    const { intake, workflows, starter } = anIntake();
    await expect(intake.publish(anEvent({ eventId: 'e1' }), 'acme-media', posted({ a: 1 }))).resolves.toBe(
      'accepted',
    );
    await starter.drain();
    expect(workflows.starts).toEqual(['e1']);
  });

  it('takes the same id with the same content, whatever the order of its keys, for the same event', async () => {
    const { intake, workflows, starter } = anIntake();
    await intake.publish(anEvent(), 'acme-media', posted({ a: 1, b: { c: [1, 2], d: null } }));
    await expect(
      intake.publish(anEvent(), 'acme-media', posted({ b: { d: null, c: [1, 2] }, a: 1 })),
    ).resolves.toBe('duplicate');
    await starter.drain();
    expect(workflows.starts).toHaveLength(1);
  });

  it.each([
    ['a value', { a: 2 }],
    ['the order of a list', { a: 1, b: [2, 1] }],
    ['one more key', { a: 1, b: [1, 2], c: 0 }],
  ])('refuses the same id when the content differs in %s', async (_what, content) => {
    const { intake } = anIntake();
    await intake.publish(anEvent(), 'acme-media', posted({ a: 1, b: [1, 2] }));
    await expect(intake.publish(anEvent(), 'acme-media', posted(content))).resolves.toBe('conflict');
  });

  it('takes the same meaning in other words for the same event', async () => {
    const { intake } = anIntake();
    await intake.publish(anEvent(), 'acme-media', { meaning: { a: 1 }, asPosted: { a: 'one' } });
    const again = { meaning: { a: 1 }, asPosted: { a: 'uno' } };
    await expect(intake.publish(anEvent(), 'acme-media', again)).resolves.toBe('duplicate');
  });

  it('knows an event that was stored by the words in which it was posted', async () => {
    const { intake } = anIntake();
    await intake.publish(anEvent(), 'acme-media', posted({ a: 'one' }));
    const again = { meaning: { a: 1 }, asPosted: { a: 'one' } };
    await expect(intake.publish(anEvent(), 'acme-media', again)).resolves.toBe('duplicate');
  });

  it('accepts while Temporal is down, and says so in the log', async () => {
    const { intake, workflows, starter, logger } = anIntake();
    workflows.isDown = true;
    await expect(intake.publish(anEvent(), 'acme-media', posted({}))).resolves.toBe('accepted');
    await starter.drain();
    expect(logger.lines).toMatchObject([
      { level: 'warn', facts: { cloud_name: 'acme-media', event_id: 'evt1', reason: '14 UNAVAILABLE' } },
    ]);
  });
});
