import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../ledger';
import { atRate } from '../load';
import { anUpload, type ProductApi } from '../product/api';

/** Nothing arrives for so long: what is missing is lost. */
const STALL_MS = 60_000;
const POLL_MS = 100;

/** What a rate of events came to. Milliseconds count from when an event was due. */
export interface LoadFigures {
  /** To the answer of each event that was accepted. */
  readonly publishedMs: readonly number[];
  /** To each receipt. */
  readonly receivedMs: readonly number[];
  readonly lost: number;
  readonly duplicated: number;
  /** Events that the service did not take. */
  readonly refused: number;
}

interface SteadyLoad {
  readonly api: ProductApi;
  readonly ledger: Ledger;
  readonly perSecond: number;
  /** Begins the events' ids. */
  readonly prefix: string;
  /** Asked before each event. */
  readonly isOver: (published: number) => boolean;
}

/** Publishes events at a fixed rate until it is told that it is over, and waits for their receipts. */
export async function publishUntil(load: SteadyLoad): Promise<LoadFigures> {
  const { api, ledger, perSecond } = load;
  const publishedMs: number[] = [];
  const eventIds: string[] = [];
  const [lostBefore, duplicatedBefore] = [ledger.lost, ledger.duplicated];
  let refused = 0;
  await atRate(idsUntil(load), perSecond, async (eventId, dueMs) => {
    ledger.expect(eventId, dueMs);
    try {
      await api.post('/events', anUpload(eventId), 202);
    } catch {
      ledger.withdraw(eventId);
      refused += 1;
      return;
    }
    publishedMs.push(performance.now() - dueMs);
    eventIds.push(eventId);
  });
  while (ledger.lost > lostBefore && ledger.idleMs < STALL_MS) await sleep(POLL_MS);
  return {
    publishedMs,
    receivedMs: ledger.latenciesMs(eventIds),
    lost: ledger.lost - lostBefore,
    duplicated: ledger.duplicated - duplicatedBefore,
    refused,
  };
}

function* idsUntil({ prefix, isOver }: SteadyLoad): Generator<string> {
  for (let index = 0; !isOver(index); index++) yield `${prefix}-${index}`;
}
