import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../domain/delivery';
import { isPlainName } from '../plain-name';
import { strictObject } from '../parse';
import { eventType } from './event-type';
import { pageFields } from './page-fields';

const STATUS = `one of ${DELIVERY_STATUSES.join(', ')}`;
const EVENT_ID = 'an event id';
const DESTINATION = 'the exact URL of a destination';

/** Query of `GET /deliveries`. */
export const listDeliveriesQuery = strictObject({
  status: z.enum(DELIVERY_STATUSES, STATUS).optional(),
  event_id: z.string(EVENT_ID).refine(isPlainName, EVENT_ID).optional(),
  event_type: eventType.optional(),
  destination: z
    .string(DESTINATION)
    .refine((text) => /^https?:[^\p{Cc}\s]{1,2100}$/u.test(text), DESTINATION)
    .meta({ format: 'uri', description: DESTINATION })
    .optional(),
  ...pageFields,
});

/** Body of `POST /deliveries/:id/retry`. */
export const retryDeliveryBody = strictObject({
  force: z.boolean('true or false').default(false),
}).optional();
