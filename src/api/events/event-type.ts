import { z } from 'zod';
import {
  ALL_EVENTS,
  EVENT_TYPE_NAMES,
  isEventType,
  isTriggerEventType,
} from '../../domain/events/event-types';

const catalogue = EVENT_TYPE_NAMES.join(', ');
const forEvents = `one of the event types: ${catalogue}`;
const forTriggers = `${ALL_EVENTS}, or ${forEvents}`;

/** The type of something that happened; never `all`. */
export const eventType = z
  .string(forEvents)
  .refine(isEventType, forEvents)
  .meta({ id: 'EventType', enum: [...EVENT_TYPE_NAMES] });

/** What a trigger may ask for: one type, or `all`. */
export const triggerEventType = z
  .string(forTriggers)
  .refine(isTriggerEventType, forTriggers)
  .meta({ id: 'TriggerEventType', enum: [ALL_EVENTS, ...EVENT_TYPE_NAMES] });
