import { createDispatchStarter, createEventIntake } from '../../src/outbox/event-intake';
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

describe('publishing many events', () => {
  const publication = (eventId: string, content: unknown = { a: 1 }) => ({
    event: anEvent({ eventId }),
    content: posted(content),
  });

  it('says what became of each, in their order, and starts the workflows of the new ones alone', async () => {
    const { intake, workflows, starter } = anIntake();
    await intake.publish(anEvent({ eventId: 'known' }), 'acme-media', posted({ a: 1 }));
    await starter.drain();
    const results = await intake.publishMany(
      [publication('known'), publication('e1'), publication('known', { a: 2 }), publication('e2')],
      'acme-media',
    );
    expect(results).toEqual(['duplicate', 'accepted', 'conflict', 'accepted']);
    await starter.drain();
    expect(workflows.starts).toEqual(['known', 'e1', 'e2']);
  });

  it('takes the same event twice for one, and the same id with other content for a conflict', async () => {
    const { intake, workflows, starter } = anIntake();
    const twice = [publication('e1'), publication('e1'), publication('e1', { a: 2 })];
    await expect(intake.publishMany(twice, 'acme-media')).resolves.toEqual([
      'accepted',
      'duplicate',
      'conflict',
    ]);
    await starter.drain();
    expect(workflows.starts).toEqual(['e1']);
  });

  it('starts nothing when they cannot be stored', async () => {
    const { outbox, workflows, starter } = anIntake();
    const failing = { ...outbox, insertMany: () => Promise.reject(new Error('no database')) };
    const intake = createEventIntake(failing, starter);
    await expect(intake.publishMany([publication('e1')], 'acme-media')).rejects.toThrow('no database');
    await starter.drain();
    expect(workflows.starts).toEqual([]);
  });
});
