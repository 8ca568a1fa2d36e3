import { z } from 'zod';

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
