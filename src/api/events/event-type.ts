import { z } from 'zod';
import {
  ALL_EVENTS,
  EVENT_TYPE_NAMES,
  isEventType,
  isTriggerEventType,
} from '../../domain/events/event-types';
import { isServiceEventType, SERVICE_EVENT_TYPES } from '../../domain/events/service-events';

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

/** What a trigger may ask for: one type, or `all`. */
export const triggerEventType = z
  .string(forTriggers)
  .refine(isTriggerEventType, forTriggers)
  .meta({ id: 'TriggerEventType', enum: [ALL_EVENTS, ...EVENT_TYPE_NAMES] });
