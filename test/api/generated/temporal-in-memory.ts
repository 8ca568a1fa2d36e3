import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Activities } from '../../../src/activities';
import type { TemporalClient } from '../../../src/app/temporal-client';
import type { Delivery } from '../../../src/domain/deliveries/delivery';
import { retryDelaySeconds } from '../../../src/domain/deliveries/retry-schedule';
import {
  bulkActionWorkflowId,
  deliveryWorkflowId,
  eventWorkflowId,
  operationWorkflowId,
  type AttemptFailureDetails,
  type DeliverySettings,
} from '../../../src/workflows/contract';

/** One run of a delivery's workflow, which ends when it leaves the map of those that run. */
interface DeliveryRun {
  readonly deliveryId: string;
  readonly firstAttemptNumber: number;
  /** Asked for after the delivery's end. */
  readonly revives?: boolean;
  attemptInRun: number;
}

/**
 * Stands for Temporal where there are more workflows than a server could run in a test's time: the real activities, one
 * after the other, in an order like the workflows'. Waits between attempts last until somebody asks for a retry.
 */
export class TemporalInMemory {
  /** To be set before the first start. */
  activities: Activities | undefined;
  private readonly started = new Set<string>();
  private readonly running = new Map<string, DeliveryRun>();
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly delivery: DeliverySettings) {}

  /** Waits until nothing is under way. @throws what an activity threw that no receiver is to blame for. */
  async settle(): Promise<void> {
    for (let last: unknown; last !== this.work;) {
      last = this.work;
      await last;
    }
  }

  readonly client: TemporalClient = {
    starter: {
      startDispatch: async ({ environmentId, cloudName, eventId }) => {
        const id = eventWorkflowId(cloudName, eventId);
        if (this.started.has(id)) return 'started_before';
        this.started.add(id);
        this.later(async (activities) => {
          const destinations = await activities.resolveDestinations({ environmentId, eventId });
          for (const { deliveryId } of destinations)
            await this.run(cloudName, { deliveryId, firstAttemptNumber: 1 });
        });
        return 'started';
      },
      runs: nothingIsLost,
    },
    tracker: {
      start: async () => undefined,
      signal: async ({ environmentId, cloudName, operationId }) =>
        this.later((activities) => activities.advanceOperation({ environmentId, cloudName, operationId })),
      runs: nothingIsLost,
    },
    control: {
      retry: async (cloudName, delivery) => this.retry(cloudName, delivery),
      cancel: async (cloudName, { id: deliveryId }) => {
        const wasRunning = this.running.delete(deliveryWorkflowId(cloudName, deliveryId));
        if (wasRunning) this.later((activities) => activities.recordCancellation({ deliveryId }));
        return wasRunning ? 'cancelling' : 'not_running';
      },
      runs: nothingIsLost,
      deliveryPage: (cloudName, { id }) => pageOf(deliveryWorkflowId(cloudName, id)),
      eventPage: (cloudName, id) => pageOf(eventWorkflowId(cloudName, id)),
      operationPage: (cloudName, id) => pageOf(operationWorkflowId(cloudName, id)),
    },
    bulkActions: {
      start: async () => undefined,
      cancel: async () => undefined,
      page: (cloudName, id) => pageOf(bulkActionWorkflowId(cloudName, id)),
      runs: nothingIsLost,
    },
    forgetWorkflows: async () => undefined,
    check: async () => undefined,
  };

  private retry(cloudName: string, { id, attemptCount }: Delivery): 'retrying_now' | 'new_run' {
    const workflowId = deliveryWorkflowId(cloudName, id);
    const run = this.running.get(workflowId);
    if (run) this.later(() => this.attempt(workflowId, run));
    else
      this.later(() =>
        this.run(cloudName, { deliveryId: id, firstAttemptNumber: attemptCount + 1, revives: true }),
      );
    return run ? 'retrying_now' : 'new_run';
  }

  private async run(cloudName: string, begun: Omit<DeliveryRun, 'attemptInRun'>): Promise<void> {
    const workflowId = deliveryWorkflowId(cloudName, begun.deliveryId);
    const run: DeliveryRun = { ...begun, attemptInRun: 0 };
    this.running.set(workflowId, run);
    await this.attempt(workflowId, run);
  }

  private async attempt(workflowId: string, run: DeliveryRun): Promise<void> {
    if (this.running.get(workflowId) !== run) return;
    run.attemptInRun += 1;
    const nextDelaySeconds = retryDelaySeconds(this.delivery.retryDelaysSeconds, run.attemptInRun);
    const failure = await this.failureOf({
      deliveryId: run.deliveryId,
      attemptNumber: run.firstAttemptNumber + run.attemptInRun - 1,
      attemptInRun: run.attemptInRun,
      timeoutSeconds: this.delivery.attemptTimeoutSeconds,
      ...(run.revives ? { revives: true } : {}),
      ...(nextDelaySeconds === undefined ? {} : { nextDelaySeconds }),
    });
    const waits = failure && !failure.terminal && nextDelaySeconds !== undefined;
    if (!waits) this.running.delete(workflowId);
  }

  /** @returns `undefined` when the receiver accepted. */
  private async failureOf(
    input: Parameters<Activities['attemptDelivery']>[0],
  ): Promise<AttemptFailureDetails | undefined> {
    try {
      await new MockActivityEnvironment().run(async () => this.activities?.attemptDelivery(input));
      return undefined;
    } catch (error) {
      if (!(error instanceof ApplicationFailure) || !error.nonRetryable) throw error;
      return error.details?.[0] as AttemptFailureDetails;
    }
  }

  private later(task: (activities: Activities) => Promise<unknown>): void {
    this.work = this.work.then(() => {
      if (!this.activities) throw new Error('the activities are not set');
      return task(this.activities);
    });
    // Thrown by `settle`.
    this.work.catch(() => undefined);
  }
}

function pageOf(workflowId: string): string {
  return `http://127.0.0.1:8233/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
}

const nothingIsLost = {
  findRunning: async <Item>(items: readonly Item[]) => new Set(items),
  stateOf: async () => ({ kind: 'running' }) as const,
  restart: async () => undefined,
};
