import { z } from 'zod';
import { RateLimitedError } from '../../domain/errors';
import { eventMeaning } from '../../domain/events/event';
import type { Event } from '../../domain/events/event';
import { ALL_EVENTS } from '../../domain/events/event-types';
import {
  givenContent,
  repeatedContent,
  sampleContent,
  testEvent,
  TEST_SOURCES,
  type TestContent,
} from '../../domain/events/test-event';
import type { Caller } from '../../domain/keys/access-key';
import type { Trigger } from '../../domain/triggers/trigger';
import type { AuditLog } from '../audit-log/routes';
import { eventType } from '../events/fields';
import type { EventIntake, EventRecords } from '../events/routes';
import type { WholeEvents } from '../filters/routes';
import { BoundedCounter } from '../limits/bounded-counter';
import { MAX_EVENT_BYTES } from '../route/body';
import { jsonObject, plainName } from '../route/fields';
import { strictObject } from '../route/parse';
import { findById, notFound } from '../route/path-id';
import { route } from '../route/route';
import type { TriggerRecords } from '../triggers/routes';

/** Body of `POST /triggers/:id/send_test`. */
const sendTestBody = strictObject({
  event_id: plainName('an event id')
    .describe('An event of a type that the trigger asks for, which the test repeats.')
    .optional(),
  payload: jsonObject.optional().describe('Of the test, as for `POST /events`.'),
})
  .refine(({ event_id: id, payload }) => id === undefined || payload === undefined, {
    path: ['payload'],
    error: 'none beside event_id',
  })
  .optional();

export const sendTestAnswer = z.object({
  event_id: z.string().describe('Of the test, which is an event of its own.'),
  delivery_id: z.string().describe('`GET /deliveries/:id` finds it as soon as the test is dispatched.'),
  event_type: eventType,
  source: z
    .enum(TEST_SOURCES)
    .describe(
      'What the test is made of. With neither `event_id` nor `payload`: the newest event that the trigger asks for, or a sample when there is none.',
    ),
  source_event_id: z.string().nullable().describe('The event that the test repeats.'),
});

/** What the route of test notifications needs. */
export interface TestNotificationPorts {
  readonly triggers: Pick<TriggerRecords, 'find'>;
  readonly events: Pick<EventRecords, 'find'> & WholeEvents;
  readonly intake: EventIntake;
  readonly auditLog: Pick<AuditLog, 'record'>;
  /** Derives the id that the one delivery of a test will have. */
  readonly testDeliveryId: (event: Event, triggerId: string) => string;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Of one product environment, in this process. */
const TESTS_PER_MINUTE = 10;
const MINUTE_SECONDS = 60;

/**
 * Sends a notification to one trigger's URL, so that somebody sees whether it arrives. It is stored and dispatched as any
 * event is. `POST /triggers/:id/test` tries the filter and sends nothing. Source: docs/decisions.md D73.
 */
export const sendTest = (ports: TestNotificationPorts) => {
  const sent = new BoundedCounter({ limit: TESTS_PER_MINUTE, windowSeconds: MINUTE_SECONDS });
  return route({
    in: 'environment',
    method: 'post',
    path: '/triggers/:id/send_test',
    access: 'administer',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Sends a test notification to the URL of a trigger alone, once; the body has at most 1 MiB',
    find: (request) => findById(ports.triggers, 'a trigger', request),
    body: sendTestBody,
    maxBytes: MAX_EVENT_BYTES,
    answers: { 202: { description: 'Stored: it will be attempted.', schema: sendTestAnswer } },
    faults: [404],
    async handle({ caller, found: trigger, body, by }) {
      const { newId, now, auditLog, intake } = ports;
      const content = await contentOf(ports, { trigger, body, caller });
      await spend(sent, caller);
      const event = testEvent(trigger, content, {
        eventId: `test-${newId()}`,
        receivedAt: now().toISOString(),
      });
      const deliveryId = ports.testDeliveryId(event, trigger.id);
      const answer = {
        event_id: event.eventId,
        delivery_id: deliveryId,
        event_type: event.eventType,
        source: content.source,
        source_event_id: content.sourceEventId ?? null,
      };
      const { id: subjectId, environmentId, uri } = trigger;
      // Before it is stored: what was wanted stays recorded, whatever becomes of it.
      await auditLog.record({
        action: 'trigger.send_test',
        environmentId,
        subjectId,
        after: { uri, ...answer },
        by,
      });
      const { eventType: event_type, payload } = event;
      const meaning = eventMeaning({ event_type, payload });
      await intake.publish(event, caller.cloudName, { meaning, asPosted: meaning });
      return [202, answer];
    },
  });
};

interface AskedTest {
  readonly trigger: Trigger;
  readonly body: z.output<typeof sendTestBody>;
  readonly caller: Caller;
}

/** @throws DomainError `not_found` and `invalid_request` for an event that cannot be repeated. */
async function contentOf(
  { events, newId, now }: TestNotificationPorts,
  { trigger, body: { event_id: eventId, payload } = {}, caller }: AskedTest,
): Promise<TestContent> {
  const { environmentId, apiKey } = caller;
  if (eventId !== undefined) {
    const record = await events.find(environmentId, eventId);
    if (!record) throw notFound('an event', eventId);
    return repeatedContent(trigger, record.event, 'event');
  }
  const cause = {
    triggeredAt: now().toISOString(),
    triggeredBy: { source: 'api', id: apiKey },
    requestId: newId(),
  };
  if (payload !== undefined) return givenContent(trigger, payload, cause);
  const ofType = trigger.eventType === ALL_EVENTS ? undefined : trigger.eventType;
  const [newest] = await events.listWhole(environmentId, { eventType: ofType, limit: 1 });
  return newest ? repeatedContent(trigger, newest, 'newest_event') : sampleContent(trigger, cause);
}

/** @throws RateLimitedError for one too many. */
async function spend(sent: BoundedCounter, { environmentId, cloudName }: Caller): Promise<void> {
  const { count, leftMs } = await sent.count(environmentId);
  if (count <= TESTS_PER_MINUTE) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
  const message = `requests: got more than ${TESTS_PER_MINUTE} test notifications within a minute in ${cloudName}, expected no more: try again in ${retryAfterSeconds} s`;
  throw new RateLimitedError('test_notifications', message, retryAfterSeconds);
}
