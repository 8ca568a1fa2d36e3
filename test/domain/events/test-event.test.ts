import { EVENT_TYPES } from '../../../src/domain/events/event-types';
import {
  givenContent,
  repeatedContent,
  sampleContent,
  testEvent,
  samplePayload,
} from '../../../src/domain/events/test-event';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';

const CAUSE = {
  triggeredAt: '2026-03-14T09:26:53.600Z',
  triggeredBy: { source: 'api', id: '738291046655821' },
  requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
};
const ALL = aTrigger({ eventType: 'all' });

describe('what a test is made of', () => {
  it.each([
    ['the type of its trigger', aTrigger({ eventType: 'delete' }), { notification_type: 'upload' }, 'delete'],
    ['the type that the payload names, for a trigger of all', ALL, { notification_type: 'rename' }, 'rename'],
    ['upload, when the payload names no type', ALL, { bytes: 1 }, 'upload'],
    ['upload, when nobody knows the type', ALL, { notification_type: 'party' }, 'upload'],
  ])('is a payload that was given, as %s', (_which, trigger, payload, eventType) => {
    expect(givenContent(trigger, payload, CAUSE)).toEqual({
      ...CAUSE,
      source: 'payload',
      sourceEventId: undefined,
      eventType,
      payload,
    });
  });

  it('is an event that happened, with its own time, author and request', () => {
    const event = anEvent({ eventId: 'evt9', eventType: 'upload', triggeredBy: { source: 'ui', id: 'ann' } });
    const { eventType, payload, triggeredAt, triggeredBy, requestId } = event;
    expect(repeatedContent(aTrigger(), event, 'newest_event')).toEqual({
      source: 'newest_event',
      sourceEventId: 'evt9',
      ...{ eventType, payload, triggeredAt, triggeredBy, requestId },
    });
    expect(repeatedContent(ALL, event, 'event').source).toBe('event');
  });

  it('is no event that the trigger does not ask for', () => {
    expect(() => repeatedContent(aTrigger({ eventType: 'delete' }), anEvent(), 'event')).toThrow(
      'event_id: got "evt1", an event of the type upload, expected one of the type delete',
    );
  });

  it('is a sample of the type, and of an upload for a trigger of all', () => {
    expect(sampleContent(aTrigger({ eventType: 'create_folder' }), CAUSE)).toMatchObject({
      source: 'sample',
      eventType: 'create_folder',
      payload: { folder_path: 'sample', folder_name: 'sample' },
    });
    expect(sampleContent(ALL, CAUSE).eventType).toBe('upload');
  });
});

it.each(EVENT_TYPES.map((type) => [type.name, type] as const))(
  'a sample payload of %s has keys of its body, in their order',
  (name, { keyOrder }) => {
    const keys = Object.keys(samplePayload(name));
    const known = keyOrder.filter((key) => keys.includes(key));
    expect(keys.length).toBeGreaterThan(0);
    expect(known.length === 0 || known.join() === keys.join()).toBe(true);
    expect(JSON.stringify(samplePayload(name)).length).toBeLessThan(2_000);
  },
);

it('the event of a test is told to one trigger, and to nobody by a worker that knows no tests', () => {
  const trigger = aTrigger({ id: 'trg7' });
  const content = givenContent(trigger, { bytes: 1 }, CAUSE);
  expect(testEvent(trigger, content, { eventId: 'test-1', receivedAt: '2026-03-14T09:26:53.700Z' })).toEqual({
    ...CAUSE,
    environmentId: trigger.environmentId,
    eventId: 'test-1',
    eventType: 'upload',
    payload: { bytes: 1 },
    request: {},
    triggersSeeIt: false,
    testTriggerId: 'trg7',
    receivedAt: '2026-03-14T09:26:53.700Z',
  });
});
