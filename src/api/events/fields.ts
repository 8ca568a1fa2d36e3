import { z } from 'zod';
import {
  ALL_EVENTS,
  EVENT_TYPE_NAMES,
  isEventType,
  isTriggerEventType,
} from '../../domain/events/event-types';
import { isServiceEventType, SERVICE_EVENT_TYPES } from '../../domain/events/event';
import { instant, time } from '../route/fields';
import { strictObject } from '../route/parse';
import { type DestinationGuard, destinationUrl } from '../route/destination-url';

const catalogue = EVENT_TYPE_NAMES.join(', ');
const forEvents = `one of the event types: ${catalogue}`;
const forLists = `${forEvents}, or of the service's own: ${SERVICE_EVENT_TYPES.join(', ')}`;
const forTriggers = `${ALL_EVENTS}, or ${forEvents}`;

/** The type of something that happened; never `all`. */
export const eventType = z
  .string(forEvents)
  .refine(isEventType, forEvents)
  .meta({ id: 'EventType', enum: [...EVENT_TYPE_NAMES] });

/** The type of an event that is stored: of something that happened, or one of the service's own. */
export const storedEventType = z
  .string(forLists)
  .refine((name) => isEventType(name) || isServiceEventType(name), forLists)
  .meta({ id: 'StoredEventType', enum: [...EVENT_TYPE_NAMES, ...SERVICE_EVENT_TYPES] });

/** The types that a trigger may ask for: one type, or `all`. */
export const triggerEventType = z
  .string(forTriggers)
  .refine(isTriggerEventType, forTriggers)
  .meta({ id: 'TriggerEventType', enum: [ALL_EVENTS, ...EVENT_TYPE_NAMES] });

const SHORT_TEXT = 'text of 1 to 255 characters';

const shortText = z.string(SHORT_TEXT).min(1, SHORT_TEXT).max(255, SHORT_TEXT);

/** When something happened, and who caused it. Source: docs/decisions.md D25. */
export const causeFields = {
  triggered_at: instant.optional(),
  triggered_by: strictObject({ source: shortText, id: shortText }).optional(),
};

/** When something happened, and who caused it. */
export const causeAnswer = {
  triggered_at: time,
  triggered_by: z
    .object({ source: z.string(), id: z.string() })
    .meta({ id: 'TriggeredBy', description: 'An API key, or a user of the Console.' }),
};

export const temporalUrl = z
  .string()
  .optional()
  .describe('Its page in the Temporal UI; absent when no UI is known.');

/**
 * The parameters of a call that decide who is notified of it, as the call and its upload preset have them.
 *
 * @param within named by errors, for example `request`.
 */
export function notificationFields(guard: DestinationGuard, within: string) {
  return {
    notification_url: destinationUrl(guard, `${within}.notification_url`).optional(),
    eager_notification_url: destinationUrl(guard, `${within}.eager_notification_url`).optional(),
    eager_async: z.boolean('true or false').optional(),
  };
}

/**
 * The parameters that decide who is notified, as they were sent.
 *
 * @param more parameters, of the call and of its upload preset alike.
 */
export function notificationAnswer<Shape extends z.ZodRawShape>(more: Shape) {
  const fields = {
    notification_url: z.string().optional(),
    eager_notification_url: z.string().optional(),
    eager_async: z.boolean().optional(),
    ...more,
  };
  return z.object({ ...fields, upload_preset: z.object(fields).optional() });
}
