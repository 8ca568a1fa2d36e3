import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveDestinations, type ResolvedDestination } from '../../src/activities/resolve-destinations';
import {
  DELIVER_NOTIFICATION,
  deliveryWorkflowId,
  progressQuery,
  searchAttributes,
  type DeliverNotificationInput,
} from '../../src/workflows/contract';
import type { Solo } from '../arena/start-solo';
import type { FirstAttempt } from '../options/parse-options';
import { uploadPayload } from '../upload-payload';

/** Of the first attempt, as the event's workflow hands it on. */
const FAILURE = { httpStatus: 500, errorCode: 'http_status', durationMs: 0, terminal: false } as const;
const EVENT_TYPE = 'upload';
const ATTEMPT_TIMEOUT_SECONDS = 20;
/** After the one that is measured: a delivery that fails it then would otherwise be exhausted at once. */
const LATER_DELAYS_SECONDS = [360, 540];
/** Started together; of the last one of them the workflow is asked whether it is asleep. */
const CHUNK = 250;
const CHUNKS_UNDER_WAY = 2;
const STARTS_AT_ONCE = 25;
const POLL_MS = 100;

export interface Sleepers {
  readonly count: number;
  /** Who is taken to have made the first attempt: the delivery's workflow finds it recorded, or is told of it. */
  readonly firstAttempt: FirstAttempt;
  /** Begins the events' ids. */
  readonly prefix: string;
  /** @returns whole seconds from now until this one's second attempt, at least 1. @param index 0-based. */
  delaySeconds(index: number): number;
  /** Told how many are asleep. */
  onAsleep(count: number): void;
}

/**
 * Puts deliveries to sleep between their first and their second attempt, without making the first: events, deliveries and
 * refused first attempts are stored as the service's activities store them, and then each delivery's workflow is started.
 * With `delivery` it finds its first attempt recorded, as after a crash between record and result, and waits; with `event`
 * it begins with the wait.
 *
 * @returns the deliveries' ids, in the order of their starts.
 */
export async function putToSleep(solo: Solo, sleepers: Sleepers): Promise<readonly string[]> {
  const destinations: ResolvedDestination[] = [];
  const underWay: Promise<void>[] = [];
  const ids: string[] = [];
  let asleep = 0;
  for (let event = 0; ids.length < sleepers.count;) {
    while (destinations.length < Math.min(CHUNK, sleepers.count - ids.length)) {
      destinations.push(...(await storeEvent(solo, `${sleepers.prefix}-${event++}`)));
    }
    const chunk = destinations.splice(0, Math.min(CHUNK, sleepers.count - ids.length));
    const firstIndex = ids.length;
    ids.push(...chunk.map(({ deliveryId }) => deliveryId));
    const delaySeconds = (index: number) => sleepers.delaySeconds(firstIndex + index);
    const started = startChunk(solo, chunk, { ...sleepers, delaySeconds }).then(() => {
      asleep += chunk.length;
      sleepers.onAsleep(asleep);
    });
    underWay.push(started);
    if (underWay.length >= CHUNKS_UNDER_WAY) await underWay.shift();
  }
  await Promise.all(underWay);
  // Of an event's deliveries only as many were wanted.
  const endedAt = new Date().toISOString();
  for (const { deliveryId } of destinations) await solo.stores.deliveries.markCancelled(deliveryId, endedAt);
  return ids;
}

async function storeEvent({ stores, environmentId }: Solo, eventId: string) {
  const now = new Date().toISOString();
  await stores.events.insert(
    {
      environmentId,
      eventId,
      eventType: EVENT_TYPE,
      payload: uploadPayload(eventId),
      request: {},
      triggersSeeIt: true,
      triggeredAt: now,
      triggeredBy: { source: 'api', id: 'bench' },
      requestId: createHash('sha256').update(eventId).digest('hex').slice(0, 32),
      receivedAt: now,
    },
    eventId,
  );
  const dependencies = {
    events: stores.events,
    triggers: stores.triggers,
    keys: stores.signing,
    now: () => new Date(),
  };
  return resolveDestinations(dependencies, { environmentId, eventId });
}

/** Resolves when the last one is asleep: a task queue is worked off in its order. */
async function startChunk(
  solo: Solo,
  chunk: readonly ResolvedDestination[],
  { delaySeconds, firstAttempt }: Pick<Sleepers, 'delaySeconds' | 'firstAttempt'>,
): Promise<void> {
  const waiting = chunk.entries();
  const lane = async () => {
    for (const [index, destination] of waiting) {
      await startAsleep(solo, destination, { delaySeconds: delaySeconds(index), firstAttempt });
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, lane));
  const last = chunk.at(-1);
  if (last === undefined) return;
  const handle = solo.client.workflow.getHandle(deliveryWorkflowId(solo.cloudName, last.deliveryId));
  while ((await handle.query(progressQuery)).state !== 'waiting') await sleep(POLL_MS);
}

async function startAsleep(
  { stores, client, taskQueue, cloudName }: Solo,
  { deliveryId, destinationLabel, destinationHost }: ResolvedDestination,
  { delaySeconds, firstAttempt }: { readonly delaySeconds: number; readonly firstAttempt: FirstAttempt },
): Promise<void> {
  const now = Date.now();
  await stores.deliveries.recordAttempt(
    {
      deliveryId,
      attemptNumber: 1,
      startedAt: new Date(now).toISOString(),
      requestHeaders: {},
      outcome: {
        kind: 'rejected',
        errorCode: 'http_status',
        errorMessage: 'the receiver answered 500',
        httpStatus: 500,
        responseExcerpt: '',
        durationMs: 0,
      },
    },
    { status: 'pending', nextAttemptAt: new Date(now + delaySeconds * 1000).toISOString() },
  );
  const input: DeliverNotificationInput = {
    deliveryId,
    destinationLabel,
    firstAttemptNumber: 1,
    retryDelaysSeconds: [delaySeconds, ...LATER_DELAYS_SECONDS],
    attemptTimeoutSeconds: ATTEMPT_TIMEOUT_SECONDS,
    ...(firstAttempt === 'event' && { attemptsMade: 1, lastFailure: FAILURE }),
  };
  await client.workflow.start(DELIVER_NOTIFICATION, {
    args: [input],
    taskQueue,
    workflowId: deliveryWorkflowId(cloudName, deliveryId),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: `${EVENT_TYPE} to ${destinationLabel}`,
    typedSearchAttributes: searchAttributes({ cloudName, eventType: EVENT_TYPE, destinationHost }),
  });
}
