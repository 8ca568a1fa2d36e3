import type { DeliveryInFull, ShownAttempt } from '../../calls/delivery-in-full';
import { isPollUrl } from '../../../domain/poll/channel';
import { errorText } from '../../parts/error-words';

type Told = Pick<
  DeliveryInFull,
  | 'status'
  | 'uri'
  | 'attempt_count'
  | 'next_attempt_at'
  | 'waiting_for'
  | 'runs'
  | 'last_error_code'
  | 'last_http_status'
> & { readonly attempts: readonly Pick<ShownAttempt, 'attempt_number' | 'outcome'>[] };

/** Where a delivery stands, as a sentence; the countdown to its next attempt follows it. */
export function deliveryHeadline(delivery: Told): string {
  const { status, attempt_count: count, next_attempt_at: nextAt } = delivery;
  if (isPollUrl(delivery.uri)) return channelHeadline(delivery);
  switch (status) {
    case 'delivered':
      return count <= 1 ? 'Delivered at the first attempt' : `Delivered at attempt ${count}`;
    case 'failed':
      return `Failed after ${attempts(count)}${lastError(delivery)}`;
    case 'cancelled':
      return count === 0 ? 'Cancelled before the first attempt' : `Cancelled after ${attempts(count)}`;
    case 'pending':
      if (nextAt !== null) return `${failures(delivery)}, next attempt`;
      if (delivery.waiting_for !== null) return `Waiting for a place: ${delivery.waiting_for}`;
      return count === 0 ? 'Sending for the first time' : `Sending, attempt ${count + 1}`;
  }
}

function channelHeadline(delivery: Told): string {
  const words = {
    delivered: 'Acknowledged by a client',
    failed: `Failed${lastError(delivery)}`,
    cancelled: 'Cancelled, and out of its channel',
    pending: 'Waiting for a client that polls its channel',
  };
  return words[delivery.status];
}

function attempts(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}

function lastError({ last_error_code: code, last_http_status: status }: Told): string {
  return code === null ? '' : `: ${lowerFirst(errorText(code, status))}`;
}

function lowerFirst(text: string): string {
  // Names such as TLS stay.
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Of the present run. */
function failures({ attempts: all, runs }: Told): string {
  const first = runs.at(-1)?.first_attempt_number ?? 1;
  const ofRun = all.filter(({ attempt_number: number }) => number >= first);
  const what = ofRun.every(({ outcome }) => outcome === 'rejected') ? 'Refused' : 'Failed';
  const times = { 1: 'once', 2: 'twice' }[ofRun.length] ?? `${ofRun.length} times`;
  return ofRun.length === 0 ? 'Nothing sent yet' : `${what} ${times}`;
}
