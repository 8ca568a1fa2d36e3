import { z } from 'zod';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import { destinationUrl, type DestinationGuard } from '../route/destination-url';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';

/** Body of `PUT /failure_notifications`. */
export function nameFailureUrlBody(guard: DestinationGuard) {
  return strictObject({ uri: destinationUrl(guard, 'uri') });
}

const troubledHostAnswer = z
  .object({
    host: z.string(),
    failing_since: time,
    failed_deliveries: z.int().min(0).describe('Those that have failed for good since then.'),
    last_error: z
      .object({
        code: z.enum(DELIVERY_ERROR_CODES),
        http_status: z.int().nullable().describe('Null when the receiver gave no answer.'),
        message: z.string().nullable(),
      })
      .nullable()
      .describe('Of the last one; null when it ended without an attempt.'),
    last_failed_at: time,
    last_failed_delivery_id: z.string(),
    last_told_at: time.nullable().describe('When you were last told that it fails.'),
    recovered_at: time.nullable().describe('When it accepted a notification again. Null while it fails.'),
  })
  .meta({ id: 'TroubledHost', description: 'A host to which deliveries have failed for good.' });

export const failureNotificationsAnswer = z
  .object({
    uri: z.string().nullable().describe('Who is told. Null: nobody.'),
    hosts: z
      .array(troubledHostAnswer)
      .describe('The 50 hosts that failed last, since somebody is told. Each is kept for 30 days.'),
  })
  .meta({
    id: 'FailureNotifications',
    description: 'Who is told when deliveries to a host fail for good, and of which hosts.',
  });
