import { z } from 'zod';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';

const STATES = ['failing'] as const;
const STATE = `one of ${STATES.join(', ')}`;

/** Query of `GET /destination_hosts`. */
export const destinationHostsQuery = strictObject({
  state: z.enum(STATES, STATE).default('failing').describe('`failing`: its last attempt failed.'),
});

const count = z.int().min(0);

/** Answer of `GET /destination_hosts`. */
export const destinationHostsAnswer = z.object({
  hosts: z
    .array(
      z
        .object({
          host: z.string(),
          state: z.enum(STATES),
          failing_since: time.describe('At the earliest.'),
          last_error_code: z.enum(DELIVERY_ERROR_CODES),
          last_http_status: z.int().nullable(),
          sending: count.describe('Deliveries whose attempt is in progress or about to be.'),
          waiting: count.describe('Deliveries between attempts.'),
          failed_24h: count.describe('Deliveries of the last 24 hours that failed for good.'),
          next_attempt_at: time.nullable(),
        })
        .meta({ id: 'DestinationHost' }),
    )
    .describe('Those with the most failures first, at most 50.'),
});
