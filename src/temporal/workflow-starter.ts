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
}

/** Starts events' workflows; the workflow's id makes a second start of the same event none. */
export function createWorkflowStarter({
  workflows,
  taskQueue,
  delivery,
}: WorkflowStarterOptions): WorkflowStarter {
  return {
    async startDispatch(event: UnstartedEvent) {
      const { cloudName, eventId, eventType } = event;
      const input: DispatchEventInput = { ...event, delivery };
      try {
        await workflows.start(DISPATCH_EVENT, {
          args: [input],
          taskQueue,
          workflowId: eventWorkflowId(cloudName, eventId),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: `${eventType} ${eventId}`,
          typedSearchAttributes: searchAttributes({ cloudName, eventType }),
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
  };
}
