import { DomainError } from '../errors';
import { shorten } from '../json/json-values';

const SCHEME = 'poll://';
/** The name of a batch's channel in its URL. */
const ANONYMOUS = '*';
const LABEL_LENGTH = 100;

export const CHANNEL_FORM = '1 to 255 characters of A-Z a-z 0-9 _ . : ~ @ / -';
export const CHANNEL_PATTERN = /^[A-Za-z0-9_.:~@/-]{1,255}$/;
export const MAX_BATCH_ID_LENGTH = 255;

/** How a notification gets to where its URL says: posted there, or kept until a client asks for it. */
export const URI_TYPES = ['webhook', 'poll'] as const;
export type UriType = (typeof URI_TYPES)[number];

/** Whether a destination is a channel. @param uri of a trigger or a delivery. */
export function isPollUrl(uri: string): boolean {
  return uri.startsWith(SCHEME);
}

/** @param uri in normal form. */
export function uriTypeOf(uri: string): UriType {
  return isPollUrl(uri) ? 'poll' : 'webhook';
}

/**
 * Reads the URL of a channel: `poll://<channel>`, or `poll://*` for one channel for each batch. What it returns, it accepts
 * again. Source: docs/contract.md §1.11.
 *
 * @param field named in the error, for example `uri`.
 * @throws DomainError `invalid_url`.
 */
export function parsePollUrl(field: string, raw: string): string {
  const channel = raw.slice(SCHEME.length);
  if (isPollUrl(raw) && (channel === ANONYMOUS || CHANNEL_PATTERN.test(channel))) return raw;
  throw new DomainError(
    'invalid_url',
    `${field}: got ${JSON.stringify(shorten(raw, LABEL_LENGTH))}, expected poll:// and a channel of ${CHANNEL_FORM}, or poll://*`,
  );
}

/** Names a channel for people. @returns at most 100 characters. */
export function pollLabel(url: string): string {
  return shorten(url, LABEL_LENGTH);
}

/** The messages that a client asks for: those of a named channel, or those of a batch. */
export type PollAddress = { readonly channel: string } | { readonly batchId: string };

/** Channels that the command line makes begin so: they lapse when nobody polls them. */
export const COMMAND_LINE_CHANNEL = 'cli-';

/** Whether a channel is deleted some time after its client has gone. */
export function lapses(address: PollAddress): boolean {
  return 'channel' in address && address.channel.startsWith(COMMAND_LINE_CHANNEL);
}

/** An address as one text, equal for equal ones. */
export function addressKey(address: PollAddress): string {
  return 'channel' in address ? `channel:${address.channel}` : `batch:${address.batchId}`;
}

/**
 * Decides where a notification waits: in its channel, or with its batch.
 *
 * @param url of a channel.
 * @param batchId of the event; without one, nobody can ask for what went to `poll://*`.
 */
export function addressOf(url: string, batchId: string | undefined): PollAddress {
  const channel = url.slice(SCHEME.length);
  return channel === ANONYMOUS ? { batchId: batchId ?? '' } : { channel };
}

/** The batch of an event, by its payload; `undefined` when it has none that a client could ask for. */
export function batchIdOf(payload: Readonly<Record<string, unknown>>): string | undefined {
  const { batch_id: batchId } = payload;
  const isOne = typeof batchId === 'string' && batchId !== '' && batchId.length <= MAX_BATCH_ID_LENGTH;
  return isOne ? batchId : undefined;
}

/** Says what a pending delivery to a channel waits for. */
export function pollWait(url: string): string {
  return `a client that polls ${pollLabel(url)}`;
}

/** Messages that a channel holds; beyond it, the oldest ones fail with `channel_full`. */
export const MAX_CHANNEL_MESSAGES = 10_000;

/** A channel of the command line lapses when nobody has polled it for so long. */
export const COMMAND_LINE_LAPSE_HOURS = 24;

/**
 * The result of an acknowledgement. `not_found`: there is no such claim any more, since the message was claimed again,
 * ended otherwise, or never existed.
 */
export const ACK_STATUSES = ['acked', 'not_found'] as const;
export type AckStatus = (typeof ACK_STATUSES)[number];

/** Why a message ended without a client that acknowledged it. Listed in `docs/errors.md`. */
export const POLL_ERROR_CODES = ['not_polled', 'channel_full'] as const;
export type PollErrorCode = (typeof POLL_ERROR_CODES)[number];

/** One claim of one message, as a client acknowledges it. */
export interface Receipt {
  readonly deliveryId: string;
  /** Names the claim: letters and digits. */
  readonly claim: string;
}

const HANDLE_PREFIX = 'rh_';
const HANDLE_FORM = /^rh_([A-Za-z0-9]+)_(.+)$/;

/** A claim as clients pass it around: opaque to them. */
export function receiptHandle({ deliveryId, claim }: Receipt): string {
  return `${HANDLE_PREFIX}${claim}_${deliveryId}`;
}

/** @returns `undefined` for a text that `receiptHandle` never makes. */
export function parseReceiptHandle(handle: string): Receipt | undefined {
  const [, claim, deliveryId] = HANDLE_FORM.exec(handle) ?? [];
  return claim !== undefined && deliveryId !== undefined ? { claim, deliveryId } : undefined;
}
