import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deliveryWorkflowId } from '../src/workflows/contract';
import { CLOUD_NAME } from './start-world';
import type { JudgedRound } from './tally';
import type { World } from './world';

/** Of more than so many the others are probably alike. */
const AT_MOST = 20;

/** Keeps what is known of the deliveries that a round's violations are about, before the next round goes on. */
export async function keepEvidence(world: World, judged: JudgedRound, folder: string): Promise<void> {
  const { ledger, temporal, nowMs } = world;
  const into = path.join(folder, 'evidence');
  await mkdir(into, { recursive: true });
  const wallOffsetMs = Date.now() - nowMs();
  const at = (ms: number | undefined) => ms && new Date(ms + wallOffsetMs).toISOString();
  const faults = ledger.faultsOf(judged.round).map(({ startedAtMs, healedAtMs, ...fault }) => ({
    ...fault,
    startedAt: at(startedAtMs),
    healedAt: at(healedAtMs),
  }));
  const subjects = new Set(judged.violations.map(({ subject }) => subject));
  const accused = judged.database.deliveries.filter(
    ({ id, eventId }) => subjects.has(id) || subjects.has(eventId),
  );
  for (const delivery of accused.slice(0, AT_MOST)) {
    const receipts = judged.receipts.filter(({ deliveryId }) => deliveryId === delivery.id);
    const evidence = {
      violations: judged.violations.filter(
        ({ subject }) => subject === delivery.id || subject === delivery.eventId,
      ),
      delivery,
      published: at(ledger.events.get(delivery.eventId)?.acknowledgedAtMs),
      receipts: receipts.map(({ attempt, status, arrivedAtMs, endedAtMs }) => ({
        attempt,
        status,
        arrivedAt: at(arrivedAtMs),
        endedAt: at(endedAtMs),
      })),
      interferences: ledger
        .interferencesWith(delivery.id)
        .map(({ atMs, ...interference }) => ({ ...interference, at: at(atMs) })),
      history: await historyOf(temporal, delivery.id),
      faults,
    };
    await writeFile(path.join(into, `${delivery.id}.json`), JSON.stringify(evidence, undefined, 2));
  }
}

/** Of its last run: what happened and when. */
async function historyOf({ workflow }: World['temporal'], deliveryId: string): Promise<unknown> {
  try {
    const { events } = await workflow.getHandle(deliveryWorkflowId(CLOUD_NAME, deliveryId)).fetchHistory();
    return events?.map(({ eventId, eventTime, eventType, activityTaskStartedEventAttributes: started }) => ({
      eventId: String(eventId),
      at: new Date(Number(eventTime?.seconds) * 1000 + Number(eventTime?.nanos) / 1e6).toISOString(),
      eventType,
      ...(started && { attempt: started.attempt, lastFailure: started.lastFailure?.message }),
    }));
  } catch (error) {
    return String(error);
  }
}
