import type { WorkflowClient } from '@temporalio/client';
import type { UnstartedEvent } from '../domain/events/event-record';
import type { WorkflowStarter } from '../outbox/event-intake';
import type { FirstAttemptShape } from '../domain/deliveries/attempt';
import { retryDelaysOf } from '../domain/deliveries/retry-schedule';
import type { Runs } from '../outbox/believed-kinds';
import {
  DISPATCH_EVENT,
  eventWorkflowId,
  searchAttributes,
  WORKFLOW_TASK_TIMEOUT_MS,
  type DeliverySettings,
  type DispatchEventInput,
} from '../workflows/contract';
import { ifNotRunning, inTime, findRunning, runStateOf } from './workflow-requests';

interface WorkflowStarterOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly delivery: DeliverySettings;
  /** `delivery` when absent. */
  readonly firstAttempt?: FirstAttemptShape;
  /** Hands the first workflow task over with the start: only for a client whose connection a worker shares. */
  readonly startEagerly: boolean;
}

/** Starts events' workflows; the workflow's id makes a second start of the same event none. */
export function createWorkflowStarter({
  workflows,
  taskQueue,
  delivery,
  firstAttempt = 'delivery',
  startEagerly,
}: WorkflowStarterOptions): WorkflowStarter & { readonly runs: Runs<UnstartedEvent> } {
  const within = <T>(request: () => Promise<T>) => inTime(workflows, request);

  async function start(
    event: UnstartedEvent,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<'started' | 'started_before'> {
    const { environmentId, cloudName, eventId, eventType } = event;
    const retryDelaysSeconds = retryDelaysOf(event, delivery.retryDelaysSeconds);
    const input: DispatchEventInput = {
      environmentId,
      cloudName,
      eventId,
      eventType,
      delivery: { ...delivery, retryDelaysSeconds },
      firstAttempt,
    };
    const request = () =>
      workflows.start(DISPATCH_EVENT, {
        args: [input],
        taskQueue,
        workflowId: eventWorkflowId(cloudName, eventId),
        requestEagerStart: startEagerly,
        workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
        workflowIdReusePolicy,
        staticSummary: `${eventType} ${eventId}`,
        typedSearchAttributes: searchAttributes({ cloudName, eventType }),
      });
    return (await ifNotRunning(within(request))) ? 'started' : 'started_before';
  }

  return {
    startDispatch: (event: UnstartedEvent) => start(event, 'REJECT_DUPLICATE'),
    runs: {
      findRunning: (events: readonly UnstartedEvent[]) =>
        within(() =>
          findRunning(workflows, events, ({ cloudName, eventId }) => eventWorkflowId(cloudName, eventId)),
        ),
      stateOf: ({ cloudName, eventId }: UnstartedEvent) =>
        within(() => runStateOf(workflows, eventWorkflowId(cloudName, eventId))),
      restart: async (event: UnstartedEvent) => void (await start(event, 'ALLOW_DUPLICATE')),
    },
  };
}
