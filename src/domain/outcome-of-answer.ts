import type { AttemptOutcome } from './attempt';

export interface ReceiverAnswer {
  readonly httpStatus: number;
  readonly responseExcerpt: string;
  readonly durationMs: number;
}

/** Judges a receiver's answer: 200 accepts, everything else does not. Source: docs/decisions.md D18. */
export function outcomeOfAnswer(answer: ReceiverAnswer): AttemptOutcome {
  if (answer.httpStatus === 200) return { kind: 'delivered', ...answer };
  return {
    kind: 'rejected',
    errorCode: 'http_status',
    errorMessage: messageOf(answer.httpStatus),
    ...answer,
  };
}

function messageOf(httpStatus: number): string {
  const isRedirect = httpStatus >= 300 && httpStatus < 400;
  const hint = isRedirect ? '; redirects are not followed' : '';
  return `the receiver answered ${httpStatus}, expected 200${hint}`;
}
