import { z } from 'zod';
import type { ClaimedMessage } from '../../domain/deliveries/delivery';
import { DomainError } from '../../domain/errors';
import {
  ACK_STATUSES,
  CHANNEL_FORM,
  CHANNEL_PATTERN,
  lapses,
  MAX_BATCH_ID_LENGTH,
  parseReceiptHandle,
  receiptHandle,
} from '../../domain/poll/channel';
import type { AckStatus, PollAddress, Receipt } from '../../domain/poll/channel';
import { Capacity, waitAside } from '../limits/capacity';
import { jsonObject, time, wholeNumberOr } from '../route/fields';
import { strictObject } from '../route/parse';
import { route } from '../route/route';
import type { AskedChannel, MessageWaits } from './message-waits';

/* Notifications for clients that ask for them, as the official SDK for Python does. Source: docs/contract.md §1.11. */

const MAX_MESSAGES = 100;
const BATCH_ID = `text of 1 to ${MAX_BATCH_ID_LENGTH} characters`;
const HANDLES = `a list of 1 to ${MAX_MESSAGES} receipt handles`;
const HANDLE = 'the receipt_handle of a message';

/** Query of `GET /messages`. Source: docs/contract.md §1.11. */
const claimMessagesQuery = strictObject({
  channel: z.string(CHANNEL_FORM).regex(CHANNEL_PATTERN, CHANNEL_FORM).optional(),
  batch_id: z.string(BATCH_ID).min(1, BATCH_ID).max(MAX_BATCH_ID_LENGTH, BATCH_ID).optional(),
  max_messages: wholeNumberOr(10, { minimum: 1, maximum: MAX_MESSAGES }),
  wait_seconds: wholeNumberOr(20, { minimum: 0, maximum: 60 }),
  visibility_timeout: wholeNumberOr(30, { minimum: 1, maximum: 600 }),
});

/** Body of `POST /messages/ack`. */
const acknowledgeMessagesBody = strictObject({
  receipt_handles: z
    .array(z.string(HANDLE).min(1, HANDLE).max(512, HANDLE), HANDLES)
    .min(1, HANDLES)
    .max(MAX_MESSAGES, HANDLES),
});

const messageAnswer = z
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

const messagesAnswer = z.object({
  messages: z.array(messageAnswer).optional().describe('Absent when there was nothing.'),
});

const acknowledgementsAnswer = z.object({
  results: z
    .array(z.object({ receipt_handle: z.string(), status: z.enum(ACK_STATUSES) }))
    .describe(
      'In the order of the handles. `not_found`: claimed again since, ended otherwise, or never made here.',
    ),
});

/** What the routes of messages need. */
export interface MessagePorts {
  readonly messages: MessageRecords;
  readonly messageWaits: Pick<MessageWaits, 'wait'>;
  /** Signs a claimed message, as an attempt of this moment would. */
  readonly signMessage: (message: ClaimedMessage) => Promise<SignedMessage>;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Times are ISO text, UTC. */
interface MessageRecords {
  /** Claims the oldest messages of a channel: nobody else gets them until then. */
  claim(
    channel: AskedChannel,
    claim: {
      readonly claim: string;
      readonly limit: number;
      readonly at: string;
      readonly until: string;
    },
  ): Promise<readonly ClaimedMessage[]>;
  /** Ends claimed messages as delivered. @returns one for each, in their order. */
  acknowledge(
    environmentId: string,
    receipts: readonly (Receipt | undefined)[],
    at: string,
  ): Promise<readonly AckStatus[]>;
  /** Notes that somebody asks for the messages of a channel that lapses otherwise. */
  notePoll(channel: AskedChannel, at: string): Promise<void>;
}

/** The content of a claimed message. */
export interface SignedMessage {
  readonly body: string;
  /** As a POST would carry them; `undefined` when no key can sign. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Long polls at once: each holds a connection of its client, none to the database. */
const MAX_WAITING_POLLS = 1_000;

export const claimMessages = (ports: MessagePorts) => {
  const waiting = new Capacity(MAX_WAITING_POLLS, 'requests that wait for messages');
  return route({
    in: 'notifications',
    method: 'get',
    path: '/messages',
    access: 'administer',
    rate: 'polling',
    tag: 'messages',
    summary: 'Claims the notifications of a channel or a batch, and waits for the first one',
    query: claimMessagesQuery,
    answers: { 200: { description: 'The claimed notifications, oldest first.', schema: messagesAnswer } },
    async handle({ caller: { environmentId, apiKey }, query, share, untilGone }) {
      const channel = { environmentId, address: addressOf(query) };
      const { wait_seconds: waitSeconds } = query;
      const signal = untilGone();
      if (waitSeconds > 0) waitAside(share, waiting, { apiKey, limit: 'poll_requests' });
      if (lapses(channel.address)) await ports.messages.notePoll(channel, ports.now().toISOString());
      const deadlineMs = performance.now() + waitSeconds * 1000;
      for (;;) {
        const claimed = await claim(ports, channel, query);
        if (claimed.length > 0) return [200, { messages: await present(ports, claimed) }];
        const left = { waitMs: deadlineMs - performance.now(), signal };
        if (!(await ports.messageWaits.wait(channel, left))) return [200, {}];
      }
    },
  });
};

export const acknowledgeMessages = ({ messages, now }: MessagePorts) =>
  route({
    in: 'notifications',
    method: 'post',
    path: '/messages/ack',
    access: 'administer',
    rate: 'polling',
    tag: 'messages',
    summary: 'Ends claimed notifications as delivered',
    body: acknowledgeMessagesBody,
    answers: { 200: { description: 'What became of each.', schema: acknowledgementsAnswer } },
    async handle({ caller, body: { receipt_handles: handles } }) {
      const receipts = handles.map(parseReceiptHandle);
      const statuses = await messages.acknowledge(caller.environmentId, receipts, now().toISOString());
      return [
        200,
        {
          results: handles.map((handle, index) => ({
            receipt_handle: handle,
            status: statuses[index] ?? 'not_found',
          })),
        },
      ];
    },
  });

interface Asked {
  readonly channel?: string | undefined;
  readonly batch_id?: string | undefined;
}

/** @throws DomainError `invalid_request` unless it is exactly one of the two. */
function addressOf({ channel, batch_id: batchId }: Asked): PollAddress {
  if (channel !== undefined && batchId === undefined) return { channel };
  if (batchId !== undefined && channel === undefined) return { batchId };
  const got = channel === undefined ? 'neither' : 'both';
  throw new DomainError('invalid_request', `channel: got ${got}, expected either channel or batch_id`);
}

function claim(
  { messages, newId, now }: MessagePorts,
  channel: AskedChannel,
  asked: { readonly max_messages: number; readonly visibility_timeout: number },
): Promise<readonly ClaimedMessage[]> {
  const at = now();
  return messages.claim(channel, {
    claim: newId(),
    limit: asked.max_messages,
    at: at.toISOString(),
    until: new Date(at.getTime() + asked.visibility_timeout * 1000).toISOString(),
  });
}

/** One that no key can sign comes again after its visibility timeout. */
async function present({ signMessage }: MessagePorts, claimed: readonly ClaimedMessage[]) {
  const signed = await Promise.all(
    claimed.map(async (message) => ({ message, ...(await signMessage(message)) })),
  );
  return signed.flatMap(({ message, body, headers }) =>
    headers ? [presentMessage(message, body, headers)] : [],
  );
}

function presentMessage(
  { delivery, batchId, claim: itsClaim, claims, queuedAt }: ClaimedMessage,
  body: string,
  headers: Readonly<Record<string, string>>,
) {
  const { 'X-Cld-Signature': signature, 'X-Cld-Signature_v2': signatureV2 } = headers;
  return {
    receipt_handle: receiptHandle({ deliveryId: delivery.id, claim: itsClaim }),
    ...(batchId !== undefined && { batch_id: batchId }),
    payload: JSON.parse(body) as Readonly<Record<string, unknown>>,
    signed_payload: Buffer.from(body).toString('base64url'),
    ...(signature !== undefined && { signature }),
    timestamp: headers['X-Cld-Timestamp'] ?? '',
    ...(signatureV2 !== undefined && { signature_v2: signatureV2 }),
    delivery_id: delivery.id,
    attempt: claims,
    queued_at: queuedAt,
    headers,
  };
}
