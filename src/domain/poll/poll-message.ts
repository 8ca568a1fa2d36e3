import type { Delivery } from '../deliveries/delivery';

/** Messages that a channel holds; beyond it, the oldest ones fail with `channel_full`. */
export const MAX_CHANNEL_MESSAGES = 10_000;

/** A channel of the command line lapses when nobody has polled it for so long. */
export const COMMAND_LINE_LAPSE_HOURS = 24;

/**
 * A notification in a channel, claimed by a client. Source: docs/decisions.md D62.
 */
export interface ClaimedMessage {
  readonly delivery: Delivery;
  readonly batchId: string | undefined;
  /** Names the claim, with all that was claimed together. */
  readonly claim: string;
  /** How often it was claimed since it came into its channel, this time included. */
  readonly claims: number;
  /** ISO text, UTC: when it came into its channel. */
  readonly queuedAt: string;
}

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

const PREFIX = 'rh_';
const FORM = /^rh_([A-Za-z0-9]+)_(.+)$/;

/** A claim as clients pass it around: opaque to them. */
export function receiptHandle({ deliveryId, claim }: Receipt): string {
  return `${PREFIX}${claim}_${deliveryId}`;
}

/** @returns `undefined` for a text that `receiptHandle` never makes. */
export function parseReceiptHandle(handle: string): Receipt | undefined {
  const [, claim, deliveryId] = FORM.exec(handle) ?? [];
  return claim !== undefined && deliveryId !== undefined ? { claim, deliveryId } : undefined;
}
