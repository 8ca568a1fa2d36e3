import { z } from 'zod';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import { MAX_COUNTED } from '../../domain/triggers/notification-url';
import { normalDestinationUrl } from '../../domain/destinations/destination-url';
import { EVENT_TYPE_NAMES } from '../../domain/events/event-types';
import { eventType, triggerEventType } from '../events/fields';
import { ANY_URL_PATTERN, destinationUrl, type DestinationGuard } from '../route/destination-url';
import { doneAnswer, flag, time } from '../route/fields';
import { refusing, strictObject } from '../route/parse';
import { triggerAnswer } from '../triggers/schemas';

const EVENT_TYPES = 'a list of one or more event types, for instance ["all"]';
const TOO_MANY_TYPES = 'each event type once at most';
const KNOWN_URL = 'the URL of one or more triggers, in any spelling';

const eventTypes = z
  .array(triggerEventType, EVENT_TYPES)
  .min(1, EVENT_TYPES)
  .max(EVENT_TYPE_NAMES.length + 1, TOO_MANY_TYPES);

/** Not judged: it may be one that is no longer allowed. */
const knownUrl = z
  .string(KNOWN_URL)
  .meta({ format: 'uri', pattern: ANY_URL_PATTERN, description: KNOWN_URL })
  .transform(refusing((url: string) => normalDestinationUrl('uri', url)));

/** Query of what changes notification URLs. */
export const dryRunQuery = strictObject({
  dry_run: flag.default(false).meta({ description: 'Answers what would be, and changes nothing.' }),
});

/** Body of `POST /notification_urls`. */
export function addNotificationUrlBody(guard: DestinationGuard) {
  return strictObject({
    uri: destinationUrl(guard, 'uri'),
    event_types: eventTypes.default(['all']),
  });
}

/** Body of `PUT /notification_urls`. */
export function changeNotificationUrlBody(guard: DestinationGuard) {
  const expected = 'new_uri, event_types or both';
  return strictObject({
    uri: knownUrl,
    new_uri: destinationUrl(guard, 'new_uri').optional(),
    event_types: eventTypes.optional(),
    expected_event_types: z
      .array(triggerEventType, EVENT_TYPES)
      .max(EVENT_TYPE_NAMES.length + 1, TOO_MANY_TYPES)
      .optional()
      .meta({
        description: 'The types that you have seen: with others, nothing changes, and it answers 409.',
      }),
  }).refine(({ new_uri, event_types }) => new_uri !== undefined || event_types !== undefined, expected);
}

/** Body of `DELETE /notification_urls`. */
export const deleteNotificationUrlBody = strictObject({ uri: knownUrl });

const count = z.int().min(0);

const notificationUrlAnswer = z
  .object({
    uri: z.string(),
    event_types: z.array(triggerEventType).describe('`all` first, then in the order of the catalogue.'),
    triggers: z.array(triggerAnswer),
    additive: z.enum(['none', 'some', 'all']).describe('How many of its triggers are additive.'),
  })
  .meta({ id: 'NotificationUrl', description: 'A URL with every trigger that names it.' });

const lastDay = z.object({
  delivered: count.describe(
    `Of the deliveries that began in the last 24 hours; counted up to ${MAX_COUNTED}.`,
  ),
  failed: count.describe(`Likewise; counted up to ${MAX_COUNTED}.`),
  waiting: count.describe('Failed, with an attempt to come: of the newest 1,000 pending deliveries.'),
  last_error_code: z.enum(DELIVERY_ERROR_CODES).nullable(),
  hours: z
    .array(
      z.object({
        at: time.describe('When the hour begins.'),
        delivered: count.describe('As in `GET /statistics`.'),
        failed_attempts: count,
      }),
    )
    .describe(
      'This hour and the 23 before, oldest first, from the statistics. Without attempts there is none.',
    ),
});

export const notificationUrlsAnswer = z.object({
  notification_urls: z.array(notificationUrlAnswer.extend({ last_24h: lastDay })),
  used: count.describe('Distinct notification URLs.'),
  limit: count,
  unserved_event_types: z
    .array(eventType)
    .describe('Types that happened in the last 30 days and that no trigger asks for.'),
});

const deletedTrigger = z.object({
  id: z.string(),
  event_type: triggerEventType,
  has_filter: z.boolean(),
  has_payload_template: z.boolean(),
  auth_scheme: triggerAnswer.shape.auth_scheme,
  additive: z.boolean(),
});

/** A URL as it is now, and what was done. */
export const changedUrlAnswer = notificationUrlAnswer
  .extend({
    changes: z.object({
      created: z.array(triggerEventType).describe('Types of the new triggers.'),
      deleted: z.array(deletedTrigger).describe('What is lost with each.'),
      moved: count.describe('Triggers that got another URL.'),
    }),
  })
  .meta({ id: 'ChangedNotificationUrl' });

export const deletedUrlAnswer = z.object({ ...doneAnswer.shape, deleted: count.describe('Triggers.') });
