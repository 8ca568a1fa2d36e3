import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { deliveryWorkflowId } from '../src/workflows/contract';

/** Status of each delivery's last run; `NONE` when there is no run. */
export type TemporalView = ReadonlyMap<string, WorkflowExecutionStatusName | 'NONE'>;

const AT_A_TIME = 20;

/** Asks Temporal for the last run of each delivery: not its lists, which are late. */
export async function readTemporal(
  { workflow }: Client,
  cloudName: string,
  deliveryIds: readonly string[],
): Promise<TemporalView> {
  const view = new Map<string, WorkflowExecutionStatusName | 'NONE'>();
  const waiting = deliveryIds.values();
  const lane = async () => {
    for (const id of waiting) {
      try {
        const { status } = await workflow.getHandle(deliveryWorkflowId(cloudName, id)).describe();
        view.set(id, status.name);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        view.set(id, 'NONE');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return view;
}
