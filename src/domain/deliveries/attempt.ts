import type { SuccessStatuses } from '../triggers/trigger';

/** One request to a receiver. */
export interface OutgoingPost {
  /** In normal form. */
  readonly url: string;
  readonly body: string;
  /** Sent as they are; `Host`, `Content-Length` and `Connection` are added. */
  readonly headers: Readonly<Record<string, string>>;
  /** Counted from before the name lookup to the end of the answer's head. */
  readonly timeoutMs: number;
  /** `200` when absent. */
  readonly successStatuses?: SuccessStatuses;
}

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

interface AttemptErrorMeaning {
  /** Another attempt could not end differently, so that none is made. Source: docs/decisions.md D20. */
  readonly isTerminal: boolean;
  /** The attempt waited in vain, however short it was: its destination may have fewer at a time (docs/decisions.md D35). */
  readonly hasHung: boolean;
}

const PASSING: AttemptErrorMeaning = { isTerminal: false, hasHung: false };

/** The meaning of each code for the rules for retries and for fairness. */
export const ATTEMPT_ERRORS: Readonly<Record<AttemptErrorCode, AttemptErrorMeaning>> = {
  http_status: PASSING,
  timeout: { ...PASSING, hasHung: true },
  dns_error: PASSING,
  connection_refused: PASSING,
  connection_failed: PASSING,
  connection_reset: PASSING,
  tls_error: PASSING,
  invalid_response: PASSING,
  destination_not_allowed: { ...PASSING, isTerminal: true },
  signing_key_disabled: PASSING,
};

/** How long the steps of a request took, in milliseconds; a step that did not take place has none. */
export interface AttemptTimings {
  /** The time of the name lookup. */
  readonly lookup?: number;
  /** To the first address that answered. */
  readonly connect?: number;
  readonly tls?: number;
  /** From the connection to the end of the answer's head: what the receiver took. */
  readonly firstByte?: number;
}

interface Ending {
  readonly durationMs: number;
  /** Absent when nothing was measured, and for a forbidden address, about which nothing is said. */
  readonly timingsMs?: AttemptTimings;
  /** Only when a used connection ended without an answer and it was sent again at once: the receiver may have it twice. */
  readonly resent?: true;
}

/** The part of a receiver's answer that is kept. */
interface ReceiverAnswer extends Ending {
  /** Status and the beginning of the receiver's answer, at most 8 KiB of text. */
  readonly httpStatus: number;
  readonly responseExcerpt: string;
  /** As they came, cookies masked, at most 8 KiB in all; absent in what was stored before they were kept. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/**
 * How one attempt ended. `delivered`: answered in time with 200, or with what else its trigger takes for success.
 * `rejected`: any other answer. `unreachable`: no answer in time, or none was asked for.
 */
export type AttemptOutcome =
  | ({ readonly kind: 'delivered' } & ReceiverAnswer)
  | ({
      readonly kind: 'rejected';
      readonly errorCode: 'http_status';
      readonly errorMessage: string;
    } & ReceiverAnswer)
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

/** Whether the delivery ends with this attempt, even if its schedule has more. */
export function isTerminal(outcome: AttemptOutcome): boolean {
  return outcome.kind !== 'delivered' && ATTEMPT_ERRORS[outcome.errorCode].isTerminal;
}

/** Judges a receiver's answer by its status: 200 accepts, or each 2xx, and nothing else. Source: docs/decisions.md D18, D40. */
export function outcomeOfAnswer(answer: ReceiverAnswer, successStatuses: SuccessStatuses): AttemptOutcome {
  const { httpStatus } = answer;
  const accepts = successStatuses === '2xx' ? isOfClass(2, httpStatus) : httpStatus === 200;
  if (accepts) return { kind: 'delivered', ...answer };
  return {
    kind: 'rejected',
    errorCode: 'http_status',
    errorMessage: messageOf(httpStatus, successStatuses),
    ...answer,
  };
}

function isOfClass(hundreds: number, httpStatus: number): boolean {
  return Math.floor(httpStatus / 100) === hundreds;
}

function messageOf(httpStatus: number, successStatuses: SuccessStatuses): string {
  const expected = successStatuses === '2xx' ? '200 to 299' : '200';
  return `the receiver answered ${httpStatus}, expected ${expected}${hintOn(httpStatus)}`;
}

function hintOn(httpStatus: number): string {
  if (isOfClass(3, httpStatus)) return '; redirects are not followed';
  if (isOfClass(2, httpStatus)) return '; a trigger with success_statuses "2xx" takes it for success';
  return '';
}

/** The state of a delivery after an attempt. */
export interface StateAfterAttempt {
  readonly status: 'pending' | 'delivered' | 'failed';
  /** ISO text, UTC. */
  readonly nextAttemptAt: string | undefined;
  /** Set when the event's workflow made the attempt and no workflow of the delivery's own follows. */
  readonly endsWithinEvent?: boolean;
  /** Set when the body had to be rendered again (docs/decisions.md D26). */
  readonly replacedBody?: ReplacedBody | undefined;
}

export interface ReplacedBody {
  readonly body: string;
  /** The previous body. If the delivery was readdressed in the meantime, its newly stored body stays. */
  readonly replaces: string;
  readonly signatureKey: string;
  readonly note: string;
}

/**
 * Where the first attempts of an event's deliveries are made: each in its delivery's workflow, or quick ones in the
 * event's workflow. Source: docs/decisions.md D36.
 */
export const FIRST_ATTEMPT_SHAPES = ['delivery', 'event'] as const;
export type FirstAttemptShape = (typeof FIRST_ATTEMPT_SHAPES)[number];
