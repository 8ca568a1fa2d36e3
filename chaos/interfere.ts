import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '../bench/budgets/seeded-random';
import { onServer } from '../cluster/postgres';
import type { ApiAnswer } from './api-client';
import type { Interference } from './ledger';
import { CHANGING_TYPE } from './load';
import type { PlannedFault } from './plan';
import type { World } from './world';

/* What people do by hand while everything is under way. */

const AT_MOST = 3;
const LIST_DEADLINE_MS = 60_000;
const LIST_PAUSE_MS = 500;

/** Terminates running workflows of events and deliveries, as somebody in the Temporal UI might. */
export async function terminateWorkflows(world: World, { seed }: PlannedFault): Promise<void> {
  for (const workflowId of picked(await runningWorkflowIds(world), seed)) {
    const ended = world.temporal.workflow.getHandle(workflowId).terminate('by hand');
    // It may have ended by itself meanwhile.
    await ended.catch(() => undefined);
    note(world, { deliveryId: idIn(workflowId), what: 'terminate', status: undefined });
  }
}

/** Asks again while another fault keeps Temporal away, as somebody who reloads the page. */
async function runningWorkflowIds({ temporal, nowMs }: World): Promise<string[]> {
  const query = `ExecutionStatus = "Running" AND WorkflowType IN ("deliverNotification", "dispatchEvent")`;
  const untilMs = nowMs() + LIST_DEADLINE_MS;
  for (;;) {
    try {
      const running: string[] = [];
      for await (const { workflowId } of temporal.workflow.list({ query })) running.push(workflowId);
      return running.sort();
    } catch (error) {
      if (nowMs() > untilMs) throw error;
      await sleep(LIST_PAUSE_MS);
    }
  }
}

export async function cancelDeliveries(world: World, fault: PlannedFault): Promise<void> {
  const pending = await deliveryIds(world, fault, `status = 'pending'`);
  for (const deliveryId of picked(pending, fault.seed)) {
    const { status } = await call(world, fault, 'POST', `/deliveries/${deliveryId}/cancel`);
    note(world, { deliveryId, what: 'cancel', status });
  }
}

export async function retryDeliveries(world: World, fault: PlannedFault): Promise<void> {
  const retriable = await deliveryIds(world, fault, `status <> 'delivered'`);
  for (const deliveryId of picked(retriable, fault.seed)) {
    const { status } = await call(world, fault, 'POST', `/deliveries/${deliveryId}/retry`);
    note(world, { deliveryId, what: 'retry', status });
  }
}

/** Of a type whose events always have a destination of their own: what becomes of the trigger decides nothing. */
export async function changeTriggers(world: World, fault: PlannedFault): Promise<void> {
  const uri = world.receivers.url('accept', `changing-${fault.number}`);
  const made = await call(world, fault, 'POST', '/triggers', {
    event_type: CHANGING_TYPE,
    uri,
    additive: true,
  });
  const id = (made.body as { id?: string } | undefined)?.id;
  if (made.status !== 201 || id === undefined) return;
  await call(world, fault, 'PUT', `/triggers/${id}`, { additive: false });
  await call(world, fault, 'DELETE', `/triggers/${id}`);
}

async function call(
  { api, ledger, nowMs }: World,
  { seed, round }: PlannedFault,
  method: string,
  resource: string,
  content?: object,
): Promise<ApiAnswer> {
  const startedAtMs = nowMs();
  const answer = await api.call(seed, method, resource, content);
  const apiIndex = seed % api.urls.length;
  ledger.examine(answer, { round, apiIndex, name: `${method} ${resource}`, startedAtMs });
  return answer;
}

/** Of this round: the others have been judged. */
async function deliveryIds(
  { cluster }: World,
  { round }: PlannedFault,
  condition: string,
): Promise<string[]> {
  const statement = `select id from deliveries where event_id like 'r${round}-e%' and ${condition} order by created_at, id`;
  const rows = await onServer(cluster.adminUrl('webhooks'), [statement]).catch(() => []);
  return (rows as { id: string }[]).map(({ id }) => id);
}

function picked(ids: readonly string[], seed: number): string[] {
  const random = new SeededRandom(seed);
  const chosen = Array.from({ length: Math.min(AT_MOST, ids.length) }, () => random.pick(ids));
  return [...new Set(chosen)];
}

function note({ ledger, nowMs }: World, interference: Omit<Interference, 'atMs'>): void {
  ledger.interferences.push({ ...interference, atMs: nowMs() });
}

/** The last part of a workflow's id: a delivery's, or an event's. */
function idIn(workflowId: string): string {
  return workflowId.slice(workflowId.lastIndexOf('/') + 1);
}
