import type { Given, Options } from './command.ts';
import { usageFailure } from './failure.ts';
import { sinceOf } from './since.ts';

/** Which deliveries are meant: the same words for listing, replaying and counting. */
export const DELIVERY_FILTER = {
  failed: { type: 'boolean', help: 'that have failed: the same as --status failed' },
  status: { type: 'string', value: '<status>', help: 'pending, delivered, failed or cancelled' },
  since: { type: 'string', value: '<time>', help: 'made since: 15m, 2h, 7d, or a time' },
  host: { type: 'string', value: '<host>', help: 'to this host' },
  to: { type: 'string', value: '<url>', help: 'to exactly this URL' },
  type: { type: 'string', value: '<type>', help: 'of this event type' },
  event: { type: 'string', value: '<id>', help: 'of this event' },
  error: { type: 'string', value: '<code>', help: 'whose last attempt ended so, for instance timeout' },
} as const satisfies Options;

/** A filter as the query of `GET /deliveries` has it. @throws Failure when two options contradict each other. */
export function filterOf(given: Given): Readonly<Record<string, string | undefined>> {
  const status = given.text('status');
  if (given.flag('failed') && status !== undefined && status !== 'failed') {
    throw usageFailure(`--status: got "${status}", expected none beside --failed`);
  }
  return {
    status: given.flag('failed') ? 'failed' : status,
    from: sinceOf(given),
    destination_host: given.text('host'),
    destination: given.text('to'),
    event_type: given.text('type'),
    event_id: given.text('event'),
    error_code: given.text('error'),
  };
}
