import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import type { UnstartedEvent } from '../domain/events/event';
import type { WorkflowStarter } from '../outbox/background-starts';
import type { FirstAttemptShape } from '../domain/deliveries/first-attempt-shape';
import type { Runs } from '../outbox/believed-kinds';
import {
  DISPATCH_EVENT,
  eventWorkflowId,
  searchAttributes,
  WORKFLOW_TASK_TIMEOUT_MS,
  type DeliverySettings,
  type DispatchEventInput,
} from '../workflows/contract';
import { findRunning, runStateOf } from './run-state';

export interface WorkflowStarterOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly delivery: DeliverySettings;
  /** `delivery` when absent. */
  readonly firstAttempt?: FirstAttemptShape;
  /** Hands the first workflow task over with the start: only for a client whose connection a worker shares. */
  readonly startEagerly: boolean;
}

/** After this the sweeper tries again: a call that waits for a server that is down must not wait on when it is back. */
const START_DEADLINE_MS = 5_000;

/** Starts events' workflows; the workflow's id makes a second start of the same event none. */
export function createWorkflowStarter({
  workflows,
  taskQueue,
  delivery,
  firstAttempt = 'delivery',
  startEagerly,
}: WorkflowStarterOptions): WorkflowStarter & { readonly runs: Runs<UnstartedEvent> } {
  const inTime = <T>(request: () => Promise<T>) =>
    workflows.withDeadline(Date.now() + START_DEADLINE_MS, request);

  async function start(
    { environmentId, cloudName, eventId, eventType }: UnstartedEvent,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<'started' | 'started_before'> {
    const input: DispatchEventInput = {
      environmentId,
      cloudName,
      eventId,
      eventType,
      delivery,
      firstAttempt,
    };
    try {
      await inTime(() =>
        workflows.start(DISPATCH_EVENT, {
          args: [input],
          taskQueue,
          workflowId: eventWorkflowId(cloudName, eventId),
          requestEagerStart: startEagerly,
          workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
          workflowIdReusePolicy,
          staticSummary: `${eventType} ${eventId}`,
          typedSearchAttributes: searchAttributes({ cloudName, eventType }),
        }),
      );
      return 'started';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'started_before';
      throw error;
    }
  }

  return {
    startDispatch: (event: UnstartedEvent) => start(event, 'REJECT_DUPLICATE'),
    runs: {
      findRunning: (events: readonly UnstartedEvent[]) =>
        inTime(() =>
          findRunning(workflows, events, ({ cloudName, eventId }) => eventWorkflowId(cloudName, eventId)),
        ),
      stateOf: ({ cloudName, eventId }: UnstartedEvent) =>
        inTime(() => runStateOf(workflows, eventWorkflowId(cloudName, eventId))),
      restart: async (event: UnstartedEvent) => void (await start(event, 'ALLOW_DUPLICATE')),
    },
  };
}
