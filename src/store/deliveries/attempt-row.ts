import type { Attempt, AttemptOutcome, AttemptTimings } from '../../domain/deliveries/attempt';

export interface AttemptRow {
  delivery_id: string;
  attempt_number: number;
  started_at: string;
  request_headers: string;
  outcome_kind: AttemptOutcome['kind'];
  http_status: number | null;
  error_code: string | null;
  error_message: string | null;
  response_excerpt: string | null;
  duration_ms: number;
  resent: boolean | number;
  response_headers: string | null;
  timings: string | null;
}

export function attemptToRow({
  deliveryId,
  attemptNumber,
  startedAt,
  requestHeaders,
  outcome,
}: Attempt): AttemptRow {
  const answered = outcome.kind !== 'unreachable';
  const failed = outcome.kind !== 'delivered';
  return {
    delivery_id: deliveryId,
    attempt_number: attemptNumber,
    started_at: startedAt,
    request_headers: JSON.stringify(requestHeaders),
    outcome_kind: outcome.kind,
    http_status: answered ? outcome.httpStatus : null,
    error_code: failed ? outcome.errorCode : null,
    error_message: failed ? outcome.errorMessage : null,
    response_excerpt: answered ? outcome.responseExcerpt : null,
    duration_ms: outcome.durationMs,
    resent: outcome.resent ?? false,
    response_headers: answered && outcome.responseHeaders ? JSON.stringify(outcome.responseHeaders) : null,
    timings: outcome.timingsMs ? JSON.stringify(outcome.timingsMs) : null,
  };
}

export function attemptFromRow(row: AttemptRow): Attempt {
  return {
    deliveryId: row.delivery_id,
    attemptNumber: row.attempt_number,
    startedAt: row.started_at,
    requestHeaders: JSON.parse(row.request_headers) as Attempt['requestHeaders'],
    outcome: outcomeFromRow(row),
  };
}

function outcomeFromRow(row: AttemptRow): AttemptOutcome {
  const ending = {
    durationMs: row.duration_ms,
    ...(row.resent ? ({ resent: true } as const) : {}),
    ...(row.timings !== null && { timingsMs: JSON.parse(row.timings) as AttemptTimings }),
  };
  const answer = {
    httpStatus: row.http_status ?? 0,
    responseExcerpt: row.response_excerpt ?? '',
    ...(row.response_headers !== null && {
      responseHeaders: JSON.parse(row.response_headers) as Readonly<Record<string, string>>,
    }),
    ...ending,
  };
  const errorMessage = row.error_message ?? '';
  switch (row.outcome_kind) {
    case 'delivered':
      return { kind: 'delivered', ...answer };
    case 'rejected':
      return { kind: 'rejected', errorCode: 'http_status', errorMessage, ...answer };
    case 'unreachable': {
      type Unreachable = Extract<AttemptOutcome, { kind: 'unreachable' }>;
      return {
        kind: 'unreachable',
        errorCode: row.error_code as Unreachable['errorCode'],
        errorMessage,
        ...ending,
      };
    }
  }
}
