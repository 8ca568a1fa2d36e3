import { ApplicationFailure } from '@temporalio/common';
import type { Activities, HandedOverDelivery, ResolvedDestination } from '../../../src/activities/index';
import type { Overdue } from '../../../src/domain/operations/operation';
import {
  DELIVERY_ATTEMPT_FAILED,
  DELIVERY_CANCELLED,
  DESTINATION_BUSY,
  type AttemptFailureDetails,
} from '../../../src/workflows/contract';
/** What a receiver does with each attempt in turn; the last answer goes on for ever. */
export type ReceiverScript = readonly (
  | 'accepts'
  | 'refuses'
  | 'is forbidden'
  | 'is busy'
  | 'accepts late'
  | 'our database is down'
  | 'was cancelled before'
)[];

/** When a delivery whose destination is busy asks again. */
const BUSY_DELAY_MS = 60_000;

const NOT_QUICK: ReadonlySet<ReceiverScript[number]> = new Set([
  'is busy',
  'our database is down',
  'was cancelled before',
]);
const AN_ATTEMPT_UNDER_WAY = { worker: 'of-another-process', until: '2026-11-24T09:00:20.000Z' };

export interface ObservedAttempt {
  readonly deliveryId: string;
  readonly attemptNumber: number;
  readonly attemptInRun: number;
  /** Virtual minutes since the first call of any activity. */
  readonly minute: number;
}

export interface FakeActivities extends Activities {
  readonly attempts: ObservedAttempt[];
  readonly cancelled: string[];
  /** Which deadline had passed at each call that took an operation further. */
  readonly advances: (Overdue | undefined)[];
  /** Minutes of the attempts of one delivery. */
  minutesOf(deliveryId: string): number[];
}

/**
 * Activities without a database or sockets: receivers by script, attempts as they were asked for.
 *
 * @param stepsOfOperation after as many an operation has ended, and at the latest when its upload is overdue.
 */
export function fakeActivities(
  scripts: Readonly<Record<string, ReceiverScript>>,
  currentTimeMs: () => Promise<number>,
  { stepsOfOperation = Infinity }: { readonly stepsOfOperation?: number } = {},
): FakeActivities {
  const attempts: ObservedAttempt[] = [];
  const cancelled: string[] = [];
  const advances: FakeActivities['advances'] = [];
  let startMs: number | undefined;

  const attemptDelivery: Activities['attemptDelivery'] = async ({
    deliveryId,
    attemptNumber,
    attemptInRun,
  }) => {
    const nowMs = await currentTimeMs();
    startMs ??= nowMs;
    attempts.push({
      deliveryId,
      attemptNumber,
      attemptInRun,
      // Of two first calls, the one that asked for the time earlier may be recorded later: no -0.
      minute: Math.max(0, Math.round((nowMs - startMs) / 60_000)),
    });
    const script = scripts[deliveryId] ?? ['accepts'];
    const call = attempts.filter((a) => a.deliveryId === deliveryId).length;
    const answer = script[Math.min(call, script.length) - 1];
    if (answer === 'accepts' || answer === 'accepts late') return { httpStatus: 200, durationMs: 1 };
    if (answer === 'our database is down') throw new Error('database is locked');
    if (answer === 'is busy') throw busy();
    if (answer === 'was cancelled before') throw cancelledBefore();
    throw refusal(answer === 'is forbidden');
  };

  return {
    attempts,
    cancelled,
    advances,
    minutesOf: (deliveryId) => attempts.filter((a) => a.deliveryId === deliveryId).map((a) => a.minute),

    async resolveDestinations() {
      return Object.keys(scripts).map(aDestination);
    },

    async resolveAndAttempt(input) {
      const handedOver: HandedOverDelivery[] = [];
      let delivered = 0;
      let cancelledBefore = 0;
      for (const deliveryId of Object.keys(scripts)) {
        const destination = aDestination(deliveryId);
        const [answer = 'accepts'] = scripts[deliveryId] ?? [];
        if (answer === 'was cancelled before') {
          cancelledBefore += 1;
        } else if (answer === 'is busy' || answer === 'our database is down') {
          handedOver.push(destination);
        } else {
          await attemptDelivery({ ...input, deliveryId, attemptNumber: 1, attemptInRun: 1 }).then(
            () => (delivered += 1),
            (failure: ApplicationFailure) => {
              const lastFailure = failure.details?.[0] as AttemptFailureDetails;
              handedOver.push({ ...destination, lastFailure });
            },
          );
        }
      }
      return { delivered, cancelled: cancelledBefore, handedOver };
    },

    async attemptQuickly({ deliveryId, ...input }) {
      const [answer = 'accepts'] = scripts[deliveryId] ?? [];
      if (answer === 'accepts late') return { kind: 'under_way', underWay: AN_ATTEMPT_UNDER_WAY };
      if (NOT_QUICK.has(answer)) return { kind: 'not_made' };
      return attemptDelivery({ ...input, deliveryId, attemptNumber: 1, attemptInRun: 1 }).then(
        () => ({ kind: 'delivered' }),
        (failure: ApplicationFailure) => ({
          kind: 'failed',
          lastFailure: failure.details?.[0] as AttemptFailureDetails,
        }),
      );
    },

    attemptDelivery,

    async recordCancellation({ deliveryId }) {
      cancelled.push(deliveryId);
    },

    async advanceBulkAction() {
      return { ended: true };
    },

    async advanceOperation({ operationId, overdue }) {
      advances.push(overdue);
      const ended = overdue === 'upload' || advances.length >= stepsOfOperation;
      return { ended, emitted: ended ? [`${operationId}.upload`] : [] };
    },
  };
}

function aDestination(deliveryId: string): ResolvedDestination {
  return {
    deliveryId,
    destinationLabel: `${deliveryId}.example.com/hook`,
    destinationHost: `${deliveryId}.example.com`,
  };
}

function busy(): ApplicationFailure {
  return ApplicationFailure.create({
    type: DESTINATION_BUSY,
    message: 'busy',
    nextRetryDelay: BUSY_DELAY_MS,
  });
}

function cancelledBefore(): ApplicationFailure {
  return ApplicationFailure.create({ type: DELIVERY_CANCELLED, message: 'cancelled', nonRetryable: true });
}

function refusal(terminal: boolean): ApplicationFailure {
  const details: AttemptFailureDetails = terminal
    ? { errorCode: 'destination_not_allowed', durationMs: 1, terminal }
    : { httpStatus: 500, errorCode: 'http_status', durationMs: 1, terminal };
  return ApplicationFailure.create({
    type: DELIVERY_ATTEMPT_FAILED,
    message: 'refused',
    nonRetryable: true,
    details: [details],
  });
}
