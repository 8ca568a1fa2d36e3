import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { eventWorkflowId } from '../../src/workflows/contract';
import type { Solo } from '../arena/start-solo';
import { childWorkflowIds } from '../histories';
import { evenly } from '../waiting/lateness';
import { eventIds } from '../rounds';
import { untilNoWorkflowRuns } from '../settle';
import { uploadPayload } from '../upload-payload';
import type { Cost } from './cost';
import type { CostKind } from './cost-kinds';
import type { CostReceiver } from './cost-receiver';
import { postgresBytes, sqliteBytes } from './database-bytes';
import { writesIn, type WriteCounts } from './persistence-writes';

const AT_ONCE = 20;
/** So many are read of each kind. */
const HISTORIES = 10;
const STALL_MS = 60_000;
const POLL_MS = 200;
/** The Temporal server finishes its tasks, and the service its marks, in the background. */
const SETTLE_MS = 3_000;

export interface CostBench {
  readonly solo: Solo;
  readonly receiver: CostReceiver;
  /** The dev server's database, beside the dev server. */
  readonly temporalDb: Knex;
  readonly events: number;
  /** Begins the events' ids. */
  readonly prefix: string;
}

export interface KindResult {
  readonly cost: Cost;
  /** Writes per event, by operation. */
  readonly writes: ReadonlyMap<string, number>;
  /** Attempts that did not come. */
  readonly lost: number;
}

interface State extends WriteCounts {
  readonly temporalBytes: number;
  readonly serviceBytes: number;
}

/** Publishes events of one kind, waits until everything has ended, and says what one of them cost. */
export async function measureKind(bench: CostBench, kind: CostKind): Promise<KindResult> {
  const { solo, receiver, events, prefix } = bench;
  const before = await stateOf(bench);
  const expected = receiver.received() + events * kind.destinations * kind.attempts;
  const ids = eventIds(`${prefix}-${kind.eventType}`, events);
  const waiting = ids.values();
  const lane = async () => {
    for (const eventId of waiting) {
      const event = { event_id: eventId, event_type: kind.eventType, payload: uploadPayload(eventId) };
      await solo.api.post('/events', event, 202);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await untilReceived(receiver, expected);
  await untilResolved(solo, kind.eventType);
  await untilNoWorkflowRuns(solo.client);
  await sleep(SETTLE_MS);
  const after = await stateOf(bench);
  const perEvent = (difference: number) => difference / events;
  const writes = new Map(
    [...after.persistence]
      .map(([name, count]) => [name, perEvent(count - (before.persistence.get(name) ?? 0))] as const)
      .filter(([, count]) => count > 0),
  );
  return {
    cost: {
      ...(await meanHistory(solo, evenly(ids, HISTORIES))),
      persistenceWrites: [...writes.values()].reduce((sum, count) => sum + count, 0),
      visibilityWrites: perEvent(after.visibility - before.visibility),
      temporalBytes: perEvent(after.temporalBytes - before.temporalBytes),
      serviceBytes: perEvent(after.serviceBytes - before.serviceBytes),
    },
    writes,
    lost: expected - receiver.received(),
  };
}

async function stateOf({ solo, temporalDb }: CostBench): Promise<State> {
  const metrics = await (await fetch(solo.temporalMetricsUrl)).text();
  return {
    ...writesIn(metrics),
    temporalBytes: await sqliteBytes(temporalDb),
    serviceBytes: await (solo.isPostgres ? postgresBytes : sqliteBytes)(solo.db),
  };
}

async function untilReceived({ received }: CostReceiver, expected: number): Promise<void> {
  let last = received();
  for (let movedAtMs = Date.now(); received() < expected && Date.now() < movedAtMs + STALL_MS;) {
    if (received() > last) movedAtMs = Date.now();
    last = received();
    await sleep(POLL_MS);
  }
}

/** An event without a destination shows nobody else that it has been dispatched. */
async function untilResolved({ db }: Solo, eventType: string): Promise<void> {
  const untilMs = Date.now() + STALL_MS;
  const unresolved = () =>
    db('events').where({ event_type: eventType }).whereNull('resolved_at').first('event_id');
  while ((await unresolved()) !== undefined && Date.now() < untilMs) await sleep(POLL_MS);
}

/** Of several events: which first attempts an event's workflow makes itself differs from event to event. */
async function meanHistory({ client, cloudName }: Solo, eventIds: readonly string[]) {
  const mean = { historyEvents: 0, historyBytes: 0, workflowTasks: 0 };
  for (const eventId of eventIds) {
    const history = await historyOf(client, eventWorkflowId(cloudName, eventId));
    mean.historyEvents += history.historyEvents / eventIds.length;
    mean.historyBytes += history.historyBytes / eventIds.length;
    mean.workflowTasks += history.workflowTasks / eventIds.length;
  }
  return mean;
}

/** Of an event's workflow and its children. */
async function historyOf(client: Client, parentId: string) {
  const parent = await client.workflow.getHandle(parentId).fetchHistory();
  let [historyEvents, historyBytes, workflowTasks] = [0, 0, 0];
  for (const id of [parentId, ...childWorkflowIds(parent)]) {
    const handle = client.workflow.getHandle(id);
    const { events } = await handle.fetchHistory();
    historyEvents += events?.length ?? 0;
    workflowTasks += events?.filter((event) => event.workflowTaskCompletedEventAttributes).length ?? 0;
    historyBytes += (await handle.describe()).historySize ?? 0;
  }
  return { historyEvents, historyBytes, workflowTasks };
}
