import type { DestinationGuard } from '../dependencies';
import { strictObject } from '../parse';
import { causeFields } from './cause-fields';
import { eventType } from './event-type';
import { jsonObject } from './json-object';
import { notificationFields } from './notification-fields';
import { pageFields } from './page-fields';
import { producerId } from './producer-id';

/** Body of `POST /events`. Source: docs/decisions.md D25, D27, D33. */
export function publishEventBody(guard: DestinationGuard) {
  return strictObject({
    event_type: eventType,
    payload: jsonObject,
    event_id: producerId.optional(),
    request: strictObject({
      ...notificationFields(guard, 'request'),
      upload_preset: strictObject(notificationFields(guard, 'request.upload_preset')).optional(),
    }).optional(),
    ...causeFields,
  });
}

/** Query of `GET /events`. */
export const listEventsQuery = strictObject({ event_type: eventType.optional(), ...pageFields });
