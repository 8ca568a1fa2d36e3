import { z } from 'zod';
import {
  BULK_ACTION_KINDS,
  BULK_ACTION_STATUSES,
  BULK_RATE,
  MAX_BULK_DELIVERIES,
  SKIP_REASONS,
} from '../../domain/bulk-actions/bulk-action';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import { auditActor } from '../audit-log/routes';
import { deliveryFilterFields } from '../deliveries/filter';
import { deliveryAnswer } from '../deliveries/schemas';
import { temporalUrl } from '../events/fields';
import { time, wholeNumber, wholeNumberOr, plainName } from '../route/fields';
import { nextCursor, pageFields } from '../route/page';
import { strictObject } from '../route/parse';

const ACTION = `one of ${BULK_ACTION_KINDS.join(', ')}`;
const TOKEN = 'the token of a preview of the same action, filter and force';
const MAX_IDS = 500;
const IDS = `1 to ${MAX_IDS} delivery ids`;

/** Fields of a filter in the body of a bulk action: those of the list, and chosen deliveries. */
const bulkFilter = strictObject({
  ...deliveryFilterFields,
  from: pageFields.from,
  to: pageFields.to,
  ids: z.array(plainName('a delivery id'), IDS).min(1, IDS).max(MAX_IDS, IDS).optional(),
}).meta({ description: 'The filters of `GET /deliveries`, or the ids of chosen deliveries; empty for all.' });

const request = {
  action: z.enum(BULK_ACTION_KINDS, ACTION).meta({ description: 'What is done to each delivery.' }),
  filter: bulkFilter,
  force: z
    .boolean('true or false')
    .default(false)
    .meta({ description: 'Whether a retry is also meant for those that were delivered.' }),
};

/** Body of `POST /bulk_actions/preview`. */
export const previewBulkActionBody = strictObject(request);

/** Body of `POST /bulk_actions`. */
export const createBulkActionBody = strictObject({
  ...request,
  token: z.string(TOKEN).meta({ description: TOKEN }),
  expected_count: wholeNumber({ minimum: 1, maximum: MAX_BULK_DELIVERIES }).meta({
    description: 'The count of the preview. When it differs by more than 5 % now, nothing is done.',
  }),
  per_second: wholeNumberOr(BULK_RATE.default, { minimum: 1, maximum: BULK_RATE.maximum }).describe(
    'Deliveries a second, at most.',
  ),
});

/** Query of `GET /bulk_actions`. */
export const listBulkActionsQuery = strictObject(pageFields);

const count = z.int();

export const previewAnswer = z
  .object({
    count: count.describe('Deliveries that the action would do something to.'),
    count_is: z
      .enum(['exact', 'at_least'])
      .describe(`\`at_least\`: there are more than ${MAX_BULK_DELIVERIES}, which no bulk action takes.`),
    left_alone: z
      .object({ sending: count, waiting: count, delivered: count, failed: count, cancelled: count })
      .describe(
        'Deliveries of the filter that the action leaves alone, of the newest 10,000 of them. `waiting`: in a channel, where a client has to ask for them.',
      ),
    by_host: z.array(z.object({ destination_host: z.string(), count })).describe('At most 20.'),
    by_error_code: z.array(z.object({ error_code: z.enum(DELIVERY_ERROR_CODES), count })),
    oldest: time.nullable(),
    newest: time.nullable(),
    sample: z.array(deliveryAnswer).describe('The newest five.'),
    as_of: time.describe('What is made, or ends, later is not meant.'),
    token: z.string().describe('Starts this action, once.'),
  })
  .meta({ id: 'BulkActionPreview', description: 'What a bulk action would do.' });

/** A filter as it was given, in the words of the list. */
const shownFilter = z
  .record(z.string(), z.union([z.string(), z.int(), z.boolean(), z.array(z.string())]))
  .describe('As it was given, in the words of `GET /deliveries`.');

export const bulkActionAnswer = z
  .object({
    id: z.string(),
    action: z.enum(BULK_ACTION_KINDS),
    filter: shownFilter,
    force: z.boolean(),
    as_of: time,
    per_second: count,
    by: auditActor,
    status: z.enum(BULK_ACTION_STATUSES),
    total: count.describe('Deliveries that were counted before it began.'),
    done: count,
    skipped: z
      .array(z.object({ reason: z.enum(SKIP_REASONS), count }))
      .describe(
        '`had_ended`: it had ended and could not be cancelled. `changed_meanwhile`: somebody or something else was quicker.',
      ),
    failed: count,
    last_failure: z.string().nullable().describe('Why the latest one failed that did.'),
    created_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
    status_url: z.string(),
    temporal_url: temporalUrl,
  })
  .meta({ id: 'BulkAction', description: 'One request for many deliveries, and how far it has come.' });

export const bulkActionsAnswer = z.object({
  bulk_actions: z.array(bulkActionAnswer),
  next_cursor: nextCursor,
});
