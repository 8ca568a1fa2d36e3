import type { AttemptOutcome, ReceiverAnswer } from './attempt';
import type { SuccessStatuses } from '../triggers/trigger';

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
