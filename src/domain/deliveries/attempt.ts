/** Why an attempt did not succeed. Listed in `docs/errors.md`. */
export const ATTEMPT_ERROR_CODES = [
  'http_status',
  'timeout',
  'dns_error',
  'connection_refused',
  'connection_failed',
  'connection_reset',
  'tls_error',
  'invalid_response',
  'destination_not_allowed',
  'signing_key_disabled',
] as const;
export type AttemptErrorCode = (typeof ATTEMPT_ERROR_CODES)[number];

interface Ending {
  readonly durationMs: number;
  /** Only when a used connection ended without an answer and it was sent again at once: the receiver may have it twice. */
  readonly resent?: true;
}

interface Answer extends Ending {
  /** Status and the beginning of the receiver's answer, at most 8 KiB of text. */
  readonly httpStatus: number;
  readonly responseExcerpt: string;
}

/**
 * How one attempt ended. `delivered`: answered in time with 200, or with what else its trigger takes for success.
 * `rejected`: any other answer. `unreachable`: no answer in time, or none was asked for.
 */
export type AttemptOutcome =
  | ({ readonly kind: 'delivered' } & Answer)
  | ({ readonly kind: 'rejected'; readonly errorCode: 'http_status'; readonly errorMessage: string } & Answer)
  | ({
      readonly kind: 'unreachable';
      readonly errorCode: Exclude<AttemptErrorCode, 'http_status'>;
      /** For the customer: never names a resolved address. */
      readonly errorMessage: string;
    } & Ending);

/** One HTTP request of a delivery, as it is stored. */
export interface Attempt {
  readonly deliveryId: string;
  /** 1-based; counts on over a delivery that was retried after its end. */
  readonly attemptNumber: number;
  /** ISO text, UTC. */
  readonly startedAt: string;
  /** The headers that were sent, signatures included; empty when nothing was sent. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly outcome: AttemptOutcome;
}

/** Whether another attempt could not end differently, so that none is made. Source: docs/decisions.md D20. */
export function isTerminal(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'unreachable' && outcome.errorCode === 'destination_not_allowed';
}
