import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { isJsonObject } from '../../../src/domain/json/json-values';
import type { Place } from './hunt';

/** All that Temporal tells of every workflow: its description and its history, with payloads as they are and decoded. */
export async function temporalPlaces(address: string): Promise<readonly Place[]> {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const places: Place[] = [];
    for await (const { workflowId, runId } of workflow.list()) {
      const handle = workflow.getHandle(workflowId, runId);
      const { raw } = await handle.describe();
      const history = await handle.fetchHistory();
      const text = JSON.stringify([raw, historyToJSON(history), decoded([raw, history])]);
      places.push({ kind: 'Temporal', name: workflowId, bytes: Buffer.from(text) });
    }
    return places;
  } finally {
    await connection.close();
  }
}

/** The values of all payloads within a message. */
function decoded(message: unknown): readonly unknown[] {
  if (typeof message !== 'object' || message === null || message instanceof Uint8Array) return [];
  if (isJsonObject(message) && isJsonObject(message.metadata) && message.data instanceof Uint8Array) {
    return [defaultPayloadConverter.fromPayload(message)];
  }
  return Object.values(message).flatMap(decoded);
}
