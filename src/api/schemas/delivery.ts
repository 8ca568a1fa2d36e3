import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../domain/deliveries/delivery';
import { normalDestinationUrl } from '../../domain/destinations/destination-url';
import { isPlainName, PLAIN_NAME_PATTERN } from '../plain-name';
import { refusing, strictObject } from '../parse';
import { eventType } from './event-type';
import { HTTP_URL_PATTERN } from './destination-url';
import { pageFields } from './page-fields';

const STATUS = `one of ${DELIVERY_STATUSES.join(', ')}`;
const EVENT_ID = 'an event id';
const TRIGGER_ID = 'a trigger id';
const DESTINATION = 'the whole URL of a destination, in any spelling';

/** Query of `GET /deliveries`. */
export const listDeliveriesQuery = strictObject({
  status: z.enum(DELIVERY_STATUSES, STATUS).optional(),
  event_id: z
    .string(EVENT_ID)
    .refine(isPlainName, EVENT_ID)
    .meta({ pattern: PLAIN_NAME_PATTERN.source })
    .optional(),
  event_type: eventType.optional(),
  destination: z
    .string(DESTINATION)
    .meta({ format: 'uri', pattern: HTTP_URL_PATTERN, description: DESTINATION })
    .transform(refusing((url: string) => normalDestinationUrl('destination', url)))
    .optional(),
  ...pageFields,
});

/** Body of `POST /deliveries/:id/retry`. */
export const retryDeliveryBody = strictObject({
  force: z
    .boolean('true or false')
    .default(false)
    .meta({ description: 'Needed for a delivery that was delivered.' }),
  to: z.enum(['delivery', 'trigger'], '"delivery" or "trigger"').default('delivery').meta({
    description:
      'Where it goes: as stored, or by the URL, template and settings that its trigger has now, with a body rendered anew.',
  }),
  trigger_id: z
    .string(TRIGGER_ID)
    .refine(isPlainName, TRIGGER_ID)
    .optional()
    .meta({ description: 'Which of the delivery’s triggers, where they now differ.' }),
})
  .refine(({ to, trigger_id }) => trigger_id === undefined || to === 'trigger', {
    path: ['trigger_id'],
    error: 'none, unless to is "trigger"',
  })
  .optional();
