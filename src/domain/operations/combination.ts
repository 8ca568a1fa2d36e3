import type { Operation } from './operation';

/** `at_once`: when the operation begins. `after_both`: after the upload and every eager transformation. */
export type Moment = 'at_once' | 'after_upload' | 'after_both';

/** Where an `eager` body goes; it is always due after both. */
interface EagerNotification {
  /** The parameter that holds its explicit URL; the URL may be absent. */
  readonly explicitUrl: 'eager_notification_url' | 'notification_url';
  readonly triggersSeeIt: boolean;
}

/** The events and the answer of an operation. Its main event always has `notification_url` as explicit URL. */
export interface Combination {
  readonly answer: Moment;
  readonly mainEvent: Moment;
  readonly eagerEvent: EagerNotification | undefined;
  /** Whether the answer and the `eager` body carry the `batch_id`. */
  readonly batchId: boolean;
}

type GivenParameters = `${'N' | '-'} ${'EN' | '--'} ${'EA' | '--'}`;

const TO_EAGER_URL: EagerNotification = { explicitUrl: 'eager_notification_url', triggersSeeIt: true };
const TO_EAGER_URL_ALONE: EagerNotification = { ...TO_EAGER_URL, triggersSeeIt: false };
const TO_NOTIFICATION_URL: EagerNotification = { explicitUrl: 'notification_url', triggersSeeIt: true };
const NONE = undefined;

const SYNCHRONOUS = { answer: 'after_both', mainEvent: 'after_both', batchId: false } as const;
const ASYNCHRONOUS = { answer: 'after_upload', mainEvent: 'after_upload', batchId: true } as const;

/**
 * With eager transformations, by the parameters given: N `notification_url`, EN
 * `eager_notification_url`, EA `eager_async`. Source: docs/contract.md §8.2, rows 1 to 7, and docs/decisions.md
 * D22, D30, D31; the last line, with none of the three, follows from D30.
 */
const WITH_EAGER: Record<GivenParameters, Combination> = {
  'N -- --': { ...SYNCHRONOUS, eagerEvent: NONE },
  '- EN --': { ...SYNCHRONOUS, eagerEvent: TO_EAGER_URL_ALONE },
  '- EN EA': { ...ASYNCHRONOUS, eagerEvent: TO_EAGER_URL },
  'N EN --': { ...SYNCHRONOUS, eagerEvent: NONE },
  'N EN EA': { ...ASYNCHRONOUS, eagerEvent: TO_EAGER_URL },
  'N -- EA': { ...ASYNCHRONOUS, eagerEvent: TO_NOTIFICATION_URL },
  '- -- EA': { ...ASYNCHRONOUS, eagerEvent: TO_NOTIFICATION_URL },
  '- -- --': { ...SYNCHRONOUS, eagerEvent: NONE },
};

const WITHOUT_EAGER: Combination = {
  answer: 'after_upload',
  mainEvent: 'after_upload',
  eagerEvent: NONE,
  batchId: false,
};

/** Answered before its pages are made. Source: docs/contract.md §8.1. */
const EXPLODE: Combination = { ...WITHOUT_EAGER, answer: 'at_once', batchId: true };

/** `async` delays only the answer of the call itself. Source: docs/contract.md §8.1. */
const ASYNC_CALL = { answer: 'at_once', batchId: true } as const;

/** Finds what the operation's method and parameters ask for. */
export function combinationOf(operation: Operation): Combination {
  if (operation.method === 'explode') return EXPLODE;
  const combination = operation.eager.length === 0 ? WITHOUT_EAGER : WITH_EAGER[givenParameters(operation)];
  return operation.isAsync ? { ...combination, ...ASYNC_CALL } : combination;
}

function givenParameters(operation: Operation): GivenParameters {
  const n = operation.notificationUrl === undefined ? '-' : 'N';
  const en = operation.eagerNotificationUrl === undefined ? '--' : 'EN';
  return `${n} ${en} ${operation.eagerAsync ? 'EA' : '--'}`;
}
