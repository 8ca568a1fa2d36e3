import { AttemptsUnderWay } from '../../src/activities/record-attempt';
import type { Closing } from '../../src/app/closing';
import { createActivities, type Activities } from '../../src/activities';
import {
  createSampleEnvironment,
  storeEvent,
  storeTriggers,
  type SampleEnvironment,
} from './sample-environment';
import { timeOperation, type MicroFigure } from './time-operation';
const MANY_TRIGGERS = 900;
const FEW_TRIGGERS = 3;
const RESOLUTIONS = 2_000;
const ATTEMPTS = 500;

/** The activities on a real SQLite file; the POST alone is missing. */
export async function benchStore(
  folder: string,
  closing: Closing,
  report: (line: string) => void,
): Promise<MicroFigure[]> {
  const environment = await createSampleEnvironment(folder, closing);
  const activities = activitiesOf(environment);
  report(`storing ${MANY_TRIGGERS} triggers`);
  await storeTriggers(environment, { count: MANY_TRIGGERS, matching: FEW_TRIGGERS, eventType: 'upload' });
  await storeTriggers(environment, { count: FEW_TRIGGERS, matching: FEW_TRIGGERS, eventType: 'rename' });
  report('resolving events');
  const many = await benchResolution(
    { environment, activities, eventType: 'upload' },
    `resolving an event, ${MANY_TRIGGERS} triggers with filters of 3 clauses, ${FEW_TRIGGERS} match`,
  );
  const few = await benchResolution(
    { environment, activities, eventType: 'rename' },
    `resolving an event, ${FEW_TRIGGERS} triggers with filters of 3 clauses, all match`,
  );
  report('making attempts');
  return [many, few, await benchAttempt(environment, activities)];
}

interface Subject {
  readonly environment: SampleEnvironment;
  readonly activities: Activities;
  readonly eventType: string;
}

async function benchResolution(
  { environment, activities, eventType }: Subject,
  operation: string,
): Promise<MicroFigure> {
  // An event can be resolved once: the samples, and those that warm up.
  const eventIds = Array.from({ length: RESOLUTIONS * 2 }, (_, index) => `${eventType}-${index}`);
  for (const eventId of eventIds) await storeEvent(environment, { eventId, eventType });
  const { environmentId } = environment;
  return timeOperation({ operation, samples: RESOLUTIONS }, (index) =>
    activities.resolveDestinations({ environmentId, eventId: eventIds[index] ?? '' }),
  );
}

/** Delivers what the resolutions before have stored. */
async function benchAttempt(
  { stores, environmentId }: SampleEnvironment,
  activities: Activities,
): Promise<MicroFigure> {
  const pending = await stores.deliveries.list(environmentId, { status: 'pending', limit: ATTEMPTS * 2 });
  return timeOperation({ operation: 'an attempt, all but the POST', samples: ATTEMPTS }, (index) =>
    activities.attemptDelivery({
      deliveryId: pending[index]?.id ?? '',
      attemptNumber: 1,
      attemptInRun: 1,
      timeoutSeconds: 20,
    }),
  );
}

function activitiesOf({ stores }: SampleEnvironment): Activities {
  return createActivities({
    events: stores.events,
    triggers: stores.triggers,
    deliveries: stores.deliveries,
    keys: stores.signing,
    sender: {
      post: async () => ({ kind: 'delivered', httpStatus: 200, durationMs: 1, responseExcerpt: 'ok' }),
    },
    operations: stores.operations,
    bulkActions: stores.bulkActions,
    deliveryControl: { retry: async () => 'new_run', cancel: async () => 'not_running' },
    dispatches: { offer: () => undefined },
    admissions: {
      ask: async () => ({ kind: 'admitted', leave: () => undefined }),
      askForQuick: () => undefined,
    },
    underWay: new AttemptsUnderWay(),
    userAgent: 'bench',
    now: () => new Date(),
    activityRun: () => 1,
    heartbeat: () => undefined,
    isDatabaseUnavailable: () => false,
  });
}
