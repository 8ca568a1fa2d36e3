import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import type { UnstartedEvent, WorkflowStarter } from '../intake/dependencies';
import { DISPATCH_EVENT, eventWorkflowId } from '../workflows/contract';
import type { DeliverySettings, DispatchEventInput } from '../workflows/contract';
import { searchAttributes } from '../workflows/search-attributes';

export interface WorkflowStarterOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly delivery: DeliverySettings;
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
  startEagerly,
}: WorkflowStarterOptions): WorkflowStarter {
  return {
    async startDispatch(event: UnstartedEvent) {
      const { cloudName, eventId, eventType } = event;
      const input: DispatchEventInput = { ...event, delivery };
      try {
        await workflows.withDeadline(Date.now() + START_DEADLINE_MS, () =>
          workflows.start(DISPATCH_EVENT, {
            args: [input],
            taskQueue,
            workflowId: eventWorkflowId(cloudName, eventId),
            requestEagerStart: startEagerly,
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            staticSummary: `${eventType} ${eventId}`,
            typedSearchAttributes: searchAttributes({ cloudName, eventType }),
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
  };
}
