import { z } from 'zod';
import type { DestinationGuard } from '../dependencies';
import { strictObject } from '../parse';
import { destinationUrl } from './destination-url';
import { eventType } from './event-type';
import { instant } from './instant';
import { jsonObject } from './json-object';

const EVENT_ID = '1 to 64 characters of A-Z a-z 0-9 _ -';

/** Body of `POST /events`. Source: decisions.md D25, D27, D33. */
export function publishEventBody(guard: DestinationGuard) {
  return strictObject({
    event_type: eventType,
    payload: jsonObject,
    event_id: z
      .string(EVENT_ID)
      .regex(/^[A-Za-z0-9_-]{1,64}$/, EVENT_ID)
      .optional(),
    request: strictObject({
      ...notificationFields(guard, 'request'),
      upload_preset: strictObject(notificationFields(guard, 'request.upload_preset')).optional(),
    }).optional(),
    triggered_at: instant.optional(),
    triggered_by: strictObject({ source: shortText, id: shortText }).optional(),
  });
}

const SHORT_TEXT = 'text of 1 to 255 characters';
const shortText = z.string(SHORT_TEXT).min(1, SHORT_TEXT).max(255, SHORT_TEXT);

function notificationFields(guard: DestinationGuard, within: string) {
  return {
    notification_url: destinationUrl(guard, `${within}.notification_url`).optional(),
    eager_notification_url: destinationUrl(guard, `${within}.eager_notification_url`).optional(),
    eager_async: z.boolean('true or false').optional(),
  };
}
