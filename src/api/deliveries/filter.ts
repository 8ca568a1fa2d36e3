import { z } from 'zod';
import {
  DELIVERY_ERROR_CODES,
  DELIVERY_PHASES,
  DELIVERY_STATUSES,
  type DeliveryFilter,
} from '../../domain/deliveries/delivery';
import { normalDestinationUrl } from '../../domain/destinations/destination-url';
import { DomainError } from '../../domain/errors';
import { storedEventType } from '../events/fields';
import { ANY_URL_PATTERN } from '../route/destination-url';
import { flag, wholeNumber, plainName } from '../route/fields';
import { refusing, showValue } from '../route/parse';

const STATUS = `one of ${DELIVERY_STATUSES.join(', ')}`;
const DESTINATION = 'the whole URL of a destination, in any spelling';

const HOST = 'a host name or address without port, for instance hooks.example.com';
const PHASE = `one of ${DELIVERY_PHASES.join(', ')}`;

/** The parameters that choose deliveries. */
export const deliveryFilterFields = {
  status: z.enum(DELIVERY_STATUSES, STATUS).optional(),
  event_id: plainName('an event id').optional(),
  event_type: storedEventType.optional(),
  destination: z
    .string(DESTINATION)
    .meta({ format: 'uri', pattern: ANY_URL_PATTERN, description: DESTINATION })
    .transform(refusing((url: string) => normalDestinationUrl('destination', url)))
    .optional(),
  destination_host: z
    .string(HOST)
    .transform(refusing(hostOf))
    .meta({ description: HOST, pattern: '^[^/?#@\\s]+$' })
    .optional(),
  error_code: z
    .enum(DELIVERY_ERROR_CODES, `one of ${DELIVERY_ERROR_CODES.join(', ')}`)
    .optional()
    .describe('Of the last attempt, or how it ended in its channel.'),
  http_status: wholeNumber({ minimum: 100, maximum: 599 })
    .optional()
    .describe('What the receiver answered to the last attempt.'),
  trigger_id: plainName('a trigger id').optional(),
  bulk_action_id: plainName('the id of a bulk action')
    .optional()
    .describe('The latest bulk action that did something to it.'),
  test: flag.optional().meta({ description: 'Test notifications alone, or everything else.' }),
  phase: z
    .enum(DELIVERY_PHASES, PHASE)
    .optional()
    .describe(
      'Of those that are pending: `sending` while an attempt is under way or about to be, `waiting` between attempts.',
    ),
};

/** @throws DomainError `invalid_request` for what can be no host. */
function hostOf(host: string): string {
  const url = `http://${host}/`;
  const parsed = /[/?#@\s\\]/.test(host) || !URL.canParse(url) ? undefined : new URL(url);
  if (parsed?.port === '' && parsed.hostname !== '' && !/:\d*$/.test(host.replace(/\[.*\]/, ''))) {
    return parsed.hostname.replace(/\.$/, '');
  }
  throw new DomainError('invalid_request', `destination_host: got ${showValue(host)}, expected ${HOST}`);
}

/** A filter as its schema leaves it. */
type GivenFilter = z.output<z.ZodObject<typeof deliveryFilterFields>>;

/** @throws DomainError `invalid_request` for a phase of what is not pending. */
export function deliveryFilterOf(query: GivenFilter): DeliveryFilter {
  const { status, phase } = query;
  if (phase !== undefined && status !== undefined && status !== 'pending') {
    throw new DomainError('invalid_request', `phase: got ${phase}, expected none, since status is ${status}`);
  }
  return {
    status,
    phase,
    eventId: query.event_id,
    eventType: query.event_type,
    destination: query.destination,
    destinationHost: query.destination_host,
    errorCode: query.error_code,
    httpStatus: query.http_status,
    triggerId: query.trigger_id,
    bulkActionId: query.bulk_action_id,
    isTest: query.test,
  };
}
