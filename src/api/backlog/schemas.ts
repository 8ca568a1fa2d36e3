import { z } from 'zod';
import { time } from '../route/fields';

/** Answer of `GET /backlog`. */
export const backlogAnswer = z.object({
  undispatched_events: z
    .object({
      count: z.int().min(0),
      count_is: z
        .enum(['exact', 'at_least'])
        .describe('`at_least`: so many events wait in the whole service that not all were looked at.'),
      oldest_received_at: time.nullable(),
    })
    .describe('Events that were accepted, and whose destinations are not resolved yet.'),
});
