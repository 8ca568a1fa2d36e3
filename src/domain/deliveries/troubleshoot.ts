import type { AttemptErrorCode } from './attempt';

/** The common causes of failure, and what none of them explains. Source: docs/contract.md §9. */
export const CAUSES = [
  'payload_corruption',
  'invalid_signature',
  'disabled_api_key',
  'invalid_url',
  'connection_timeout',
  'other',
] as const;
type Cause = (typeof CAUSES)[number];

export const EVIDENCE_KINDS = ['http_status', 'error', 'template_fallback', 'slow_answers'] as const;

/** An answer that took as long is slow: half of the time that an attempt has. */
export const SLOW_ANSWER_MS = 10_000;
/** The share of a URL's answers that makes it count as slow: its 95th percentile is then above `SLOW_ANSWER_MS`. */
const SLOW_SHARE = 0.05;

interface Seen {
  readonly uri: string;
  readonly count: number;
  /** ISO text, UTC: of the newest one. */
  readonly lastAt: string;
  readonly lastDeliveryId: string;
}

/** Attempts at one URL that ended alike. */
export interface AttemptTally extends Seen {
  /** `undefined` for a success. */
  readonly errorCode: AttemptErrorCode | undefined;
  /** `undefined` when there was no answer. */
  readonly httpStatus: number | undefined;
  /** The answers that took `SLOW_ANSWER_MS` or longer. */
  readonly slow: number;
}

/** Deliveries to one URL that got the default body in place of a template, for one reason. */
export interface FallbackTally extends Seen {
  readonly reason: string;
}

/** The findings about the deliveries of a period. */
export interface DeliveryFindings {
  readonly attempts: readonly AttemptTally[];
  readonly fallbacks: readonly FallbackTally[];
}

export interface Evidence extends Seen {
  readonly kind: (typeof EVIDENCE_KINDS)[number];
  readonly errorCode?: AttemptErrorCode | undefined;
  readonly httpStatus?: number | undefined;
  /** The reason of a `template_fallback`. */
  readonly reason?: string | undefined;
}

const CAUSE_OF_CODE: Readonly<Record<Exclude<AttemptErrorCode, 'http_status'>, Cause>> = {
  timeout: 'connection_timeout',
  dns_error: 'invalid_url',
  connection_refused: 'invalid_url',
  connection_failed: 'invalid_url',
  connection_reset: 'other',
  tls_error: 'invalid_url',
  invalid_response: 'other',
  destination_not_allowed: 'invalid_url',
  signing_key_disabled: 'disabled_api_key',
};

const CAUSE_OF_STATUS: ReadonlyMap<number, Cause> = new Map([
  [400, 'payload_corruption'],
  [422, 'payload_corruption'],
  [401, 'invalid_signature'],
  [403, 'invalid_signature'],
  [404, 'invalid_url'],
  [410, 'invalid_url'],
]);

/** Sorts what was found by the cause that it points to. @returns for each cause, the newest first. */
export function troubleshoot({
  attempts,
  fallbacks,
}: DeliveryFindings): Readonly<Record<Cause, readonly Evidence[]>> {
  const found: Record<Cause, Evidence[]> = {
    payload_corruption: fallbacks.map((each) => ({ kind: 'template_fallback', ...each })),
    invalid_signature: [],
    disabled_api_key: [],
    invalid_url: [],
    connection_timeout: slowUrls(attempts),
    other: [],
  };
  for (const attempt of attempts) {
    const { errorCode } = attempt;
    if (errorCode === undefined) continue;
    const kind = errorCode === 'http_status' ? 'http_status' : 'error';
    const cause = errorCode === 'http_status' ? causeOf(attempt.httpStatus) : CAUSE_OF_CODE[errorCode];
    found[cause].push({ kind, ...attempt });
  }
  for (const evidence of Object.values(found)) evidence.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return found;
}

function causeOf(httpStatus = 0): Cause {
  if (httpStatus >= 300 && httpStatus < 400) return 'invalid_url';
  return CAUSE_OF_STATUS.get(httpStatus) ?? 'other';
}

/** URLs with more than 5 % slow answers, whether they accepted or refused. */
function slowUrls(attempts: readonly AttemptTally[]): Evidence[] {
  const answered = new Map<string, AttemptTally[]>();
  for (const attempt of attempts) {
    if (attempt.httpStatus === undefined) continue;
    answered.set(attempt.uri, [...(answered.get(attempt.uri) ?? []), attempt]);
  }
  return [...answered].flatMap(([uri, tallies]) => {
    const total = sum(tallies.map(({ count }) => count));
    const slow = tallies.filter((each) => each.slow > 0);
    const count = sum(slow.map((each) => each.slow));
    const [newest] = slow.toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
    if (!newest || count <= total * SLOW_SHARE) return [];
    const { lastAt, lastDeliveryId } = newest;
    return [{ kind: 'slow_answers' as const, uri, count, lastAt, lastDeliveryId }];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
