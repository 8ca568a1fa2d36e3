import { randomUUID } from 'node:crypto';
import { testDeliveryId } from '../../../src/activities/resolve-destinations';
import type { ApiDependencies, ApiSettings } from '../../../src/api/app';
import type { DeliveryControl } from '../../../src/api/deliveries/ports';
import type { DestinationGuard } from '../../../src/api/route/destination-url';
import type { Health } from '../../../src/api/service/routes';
import { DomainError } from '../../../src/domain/errors';
import { isDatabaseUnavailable } from '../../../src/store/database/database-errors';
import { recordingLogger } from '../builders/recording-logger';
import type { realStores } from './real-stores';

/** Limits that nobody reaches who does not want to. */
const SETTINGS: ApiSettings = {
  version: '1.2.3',
  maxNotificationUrls: 2,
  retryDelaysSeconds: [180, 360, 540],
  attemptTimeoutSeconds: 20,
  apiRequestsPerSecond: 10_000,
  pollRequestsPerSecond: 10_000,
  publishRequestsPerSecond: 10_000,
  sessionRequestsPerSecond: 10_000,
  maxConcurrentRequests: 1_000,
  maxDatabaseWaitMs: 20_000,
  trustedProxies: 0,
};

/** What surrounds the API and its stores: Temporal, the network, faults. Tests say before a request how it is, and read after it what it was asked for. */
export class World {
  constructor(private readonly settings: Partial<ApiSettings> = {}) {}

  retryAnswer: 'retrying_now' | 'new_run' = 'retrying_now';
  isRunning = true;
  /** Ids of deliveries and bulk actions whose workflows were told so. */
  retried: string[] = [];
  cancelled: string[] = [];
  temporalUi: string | undefined = 'http://127.0.0.1:8233';
  healthAnswer: Awaited<ReturnType<Health['check']>> = { database: 'ok', temporal: 'ok' };
  isDraining = false;
  readonly logger = recordingLogger();
  /** Thrown by every function of the stores while it is set. */
  databaseFault: Error | undefined;
  /** Thrown by every retry and cancellation while it is set. */
  temporalFault: Error | undefined;

  dependencies(): Omit<ApiDependencies, keyof ReturnType<typeof realStores>> {
    return {
      deliveryControl: deliveryControl(this),
      bulkActionControl: {
        cancel: async ({ bulkActionId }) => void this.cancelled.push(bulkActionId),
        page: (cloudName, id) => `http://127.0.0.1:8233/bulk/${cloudName}/${id}`,
      },
      testDeliveryId,
      destinationGuard,
      console: { files: undefined },
      health: { check: async () => this.healthAnswer, isDraining: () => this.isDraining },
      isDatabaseUnavailable,
      settings: { ...SETTINGS, ...this.settings },
      logger: this.logger,
      newId: () => randomUUID().replaceAll('-', ''),
    };
  }
}

/** Lets http and https through, except to one address range. */
const destinationGuard: DestinationGuard = {
  check: async (field, url) => {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      throw new DomainError(
        'invalid_url',
        `${field}: got ${JSON.stringify(url)}, expected an http or https URL`,
      );
    }
    if (new URL(url).hostname.startsWith('10.')) {
      throw new DomainError('destination_not_allowed', `${field}: got ${url}, expected a public destination`);
    }
    return new URL(url).href;
  },
};

function deliveryControl(world: World): DeliveryControl {
  const page = (kind: string, cloudName: string, id: string) =>
    world.temporalUi && `${world.temporalUi}/${kind}/${cloudName}/${id}`;
  return {
    retry: async (_cloudName, delivery) => {
      if (world.temporalFault) throw world.temporalFault;
      world.retried.push(delivery.id);
      return world.retryAnswer;
    },
    cancel: async (_cloudName, delivery) => {
      if (world.temporalFault) throw world.temporalFault;
      if (world.isRunning) world.cancelled.push(delivery.id);
      return world.isRunning ? 'cancelling' : 'not_running';
    },
    deliveryPage: (cloudName, { id }) => page('delivery', cloudName, id),
    eventPage: (cloudName, id) => page('event', cloudName, id),
    operationPage: (cloudName, id) => page('operation', cloudName, id),
  };
}
