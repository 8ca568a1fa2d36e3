import { z } from 'zod';
import type { DestinationGuard } from '../route/destination-url';
import { destinationUrl } from '../route/destination-url';

/**
 * The parameters of a call that decide who is told of it, as the call and its upload preset have them.
 *
 * @param within named by errors, for instance `request`.
 */
export function notificationFields(guard: DestinationGuard, within: string) {
  return {
    notification_url: destinationUrl(guard, `${within}.notification_url`).optional(),
    eager_notification_url: destinationUrl(guard, `${within}.eager_notification_url`).optional(),
    eager_async: z.boolean('true or false').optional(),
  };
}

/**
 * The parameters that decide who is told, as they were sent.
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
