import { z } from 'zod';
import { ACK_STATUSES } from '../../domain/poll/poll-message';
import { CHANNEL_FORM, CHANNEL_PATTERN, MAX_BATCH_ID_LENGTH } from '../../domain/poll/poll-url';
import { jsonObject, time, wholeNumberOr } from '../route/fields';
import { strictObject } from '../route/parse';

const MAX_MESSAGES = 100;
const BATCH_ID = `text of 1 to ${MAX_BATCH_ID_LENGTH} characters`;
const HANDLES = `a list of 1 to ${MAX_MESSAGES} receipt handles`;
const HANDLE = 'the receipt_handle of a message';

/** Query of `GET /messages`. Source: docs/contract.md §1.11. */
export const claimMessagesQuery = strictObject({
  channel: z.string(CHANNEL_FORM).regex(CHANNEL_PATTERN, CHANNEL_FORM).optional(),
  batch_id: z.string(BATCH_ID).min(1, BATCH_ID).max(MAX_BATCH_ID_LENGTH, BATCH_ID).optional(),
  max_messages: wholeNumberOr(10, { minimum: 1, maximum: MAX_MESSAGES }),
  wait_seconds: wholeNumberOr(20, { minimum: 0, maximum: 60 }),
  visibility_timeout: wholeNumberOr(30, { minimum: 1, maximum: 600 }),
});

/** Body of `POST /messages/ack`. */
export const acknowledgeMessagesBody = strictObject({
  receipt_handles: z
    .array(z.string(HANDLE).min(1, HANDLE).max(512, HANDLE), HANDLES)
    .min(1, HANDLES)
    .max(MAX_MESSAGES, HANDLES),
});

const message = z
  .object({
    receipt_handle: z.string().describe('Acknowledges this claim of the message.'),
    batch_id: z.string().optional(),
    payload: jsonObject.describe('The notification, parsed. Verify `signed_payload`, never this.'),
    signed_payload: z.string().describe('The exact bytes that are signed: base64url without padding.'),
    signature: z.string().optional().describe('Legacy, of `signed_payload`, `timestamp` and the API secret.'),
    timestamp: z.string().describe('Unix time in seconds, of this claim.'),
    signature_v2: z.string().optional().describe('Ed25519, of `signed_payload` and `timestamp`.'),
    delivery_id: z.string(),
    attempt: z.int().describe('How often it was claimed since it came into its channel: 1 the first time.'),
    queued_at: time.describe('When it came into its channel.'),
    headers: z
      .record(z.string(), z.string())
      .describe('What a POST of the same notification would carry, in the same order.'),
  })
  .meta({ id: 'Message', description: 'A notification that was claimed.' });

export const messagesAnswer = z.object({
  messages: z.array(message).optional().describe('Absent when there was nothing.'),
});

export const acknowledgementsAnswer = z.object({
  results: z
    .array(z.object({ receipt_handle: z.string(), status: z.enum(ACK_STATUSES) }))
    .describe(
      'In the order of the handles. `not_found`: claimed again since, ended otherwise, or never made here.',
    ),
});
