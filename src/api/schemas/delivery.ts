import { z } from 'zod';
import { DELIVERY_STATUSES } from '../../domain/delivery';
import { decodeCursor } from '../delivery-cursor';
import { isPlainName } from '../plain-name';
import { strictObject } from '../parse';
import { eventType } from './event-type';
import { instant } from './instant';

const STATUS = `one of ${DELIVERY_STATUSES.join(', ')}`;
const EVENT_ID = 'an event id';
const DESTINATION = 'the exact URL of a destination';
const MAX_RESULTS = 'a whole number from 1 to 500';
const CURSOR = 'the next_cursor of a page before';

/** Query of `GET /deliveries`. */
export const listDeliveriesQuery = strictObject({
  status: z.enum(DELIVERY_STATUSES, STATUS).optional(),
  event_id: z.string(EVENT_ID).refine(isPlainName, EVENT_ID).optional(),
  event_type: eventType.optional(),
  destination: z
    .string(DESTINATION)
    .regex(/^https?:[^\p{Cc}\s]{1,2100}$/u, DESTINATION)
    .optional(),
  from: instant.transform(toUtc).optional(),
  to: instant.transform(toUtc).optional(),
  max_results: z
    .string(MAX_RESULTS)
    .regex(/^([1-9]|[1-9]\d|[1-4]\d\d|500)$/, MAX_RESULTS)
    .transform(Number)
    .default(50),
  next_cursor: z.string(CURSOR).transform(readCursor).optional(),
});

/** Body of `POST /deliveries/:id/retry`. */
export const retryDeliveryBody = strictObject({
  force: z.boolean('true or false').default(false),
}).optional();

function toUtc(text: string): string {
  return new Date(text).toISOString();
}

function readCursor(text: string, ctx: z.RefinementCtx) {
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  ctx.addIssue({ code: 'custom', message: CURSOR });
  return z.NEVER;
}
