import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../../src/local/dev-server/dev-server-process';
import { startSolo, type Solo } from '../arena/start-solo';
import { circumstancesOf, inWords } from '../circumstances';
import { postgresBytes, sqliteSpace } from '../cost/database-bytes';
import { mebibytes } from '../figures';
import { freePort } from '../free-port';
import { Ledger } from '../ledger';
import { showProgress } from '../progress';
import { startReceiver } from '../receiver';
import type { RunContext, RunResult } from '../run-context';
import { processMemory } from '../waiting/process-memory';
import { fillOldEvents } from './fill-old-events';
import { purgeMetricsIn, type PurgeMetrics } from './purge-metrics';
import { purgeFigures, purgeTables, type Part, type PurgeResult, type Space } from './purge-report';
import { publishUntil } from './steady-load';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 30;
/** How old the youngest and the oldest of the old events are. */
const YOUNGEST_MS = (RETENTION_DAYS + 1) * DAY_MS;
const OLDEST_MS = 2 * RETENTION_DAYS * DAY_MS;
/** After each start of the service, before the measuring: code is compiled then, and destinations are new to the worker. */
const WARM_UP_SECONDS = 15;
const POLL_MS = 1_000;
/** Nothing is purged for so long: longer than a round waits for the next one. */
const STALL_MS = 700_000;
/** The purge keeps a tenth of a file. */
const KEPT_FREE = 0.105;
const ENDED_DEADLINE_MS = 60_000;
/** Makes room for what is stored at places all over its indexes, by the connection of this process alone. */
const FAST_FILL = ['pragma cache_size = -1000000', 'pragma synchronous = off'];

interface Bench extends RunContext {
  readonly solo: Solo;
  readonly ledger: Ledger;
  readonly metricsUrl: string;
}

/** Measures publishing before and while the service deletes events that are older than it keeps them for. */
export async function runPurge(context: RunContext): Promise<RunResult> {
  const { options, report } = context;
  const [name = 'event'] = options.firstAttempts;
  const bench = await startBench(context, name);
  await fill(bench);
  const space = { before: await spaceOf(bench.solo) };

  await restart(bench, 0);
  const before = await measureBefore(bench);
  report('starting the service again: it purges from now on');
  const during = await measureDuring(bench, await restart(bench, RETENTION_DAYS));
  const after = await spaceOf(bench.solo);
  const result = { old: options.purge, before, ...during, space: { ...space, after } };
  return resultOf(context, result, name);
}

async function startBench(context: RunContext, name: 'event' | 'delivery'): Promise<Bench> {
  const { closing } = context;
  const ledger = new Ledger(1, () => performance.now());
  const receiver = await startReceiver(new Map([[name, ledger]]));
  closing.add('receiver', () => receiver.close());
  const metricsPort = await freePort();
  const settings = { METRICS_PORT: String(metricsPort), RETENTION_DAYS: '0' };
  const solo = await startSolo(context, { name, settings });
  for (const uri of receiver.urls(name, 1))
    await solo.api.post('/triggers', { event_type: 'upload', uri }, 201);
  return { ...context, solo, ledger, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
}

/** Publishes one event, and copies it once it has ended. */
async function fill({ options, solo, ledger, report }: Bench): Promise<void> {
  const { db, environmentId } = solo;
  const prefix = 'model';
  await publishUntil({ api: solo.api, ledger, perSecond: 1, prefix, isOver: (published) => published > 0 });
  const model = { environmentId, eventId: `${prefix}-0` };
  const delivered = { event_id: model.eventId, status: 'delivered' };
  const hasEnded = async () => (await db('deliveries').where(delivered).first('id')) !== undefined;
  if (!(await pollUntil(hasEnded, ENDED_DEADLINE_MS))) throw new Error('the first event was not delivered');
  if (!solo.isPostgres) for (const pragma of FAST_FILL) await db.raw(pragma);
  report(`storing ${options.purge} events of more than ${RETENTION_DAYS} days ago`);
  let stored = 0;
  const endProgress = showProgress(report, () => `${stored} of ${options.purge} old events are stored`);
  const nowMs = Date.now();
  await fillOldEvents(db, {
    model,
    count: options.purge,
    fromMs: nowMs - OLDEST_MS,
    toMs: nowMs - YOUNGEST_MS,
    onStored: (count) => (stored = count),
  }).finally(endProgress);
}

/** Starts a fresh process for each part, so that both begin alike. @returns when it worked, by `performance.now()`. */
async function restart(bench: Bench, retentionDays: number): Promise<number> {
  const { solo, report, options } = bench;
  await solo.service.end();
  await solo.service.start({ RETENTION_DAYS: String(retentionDays) });
  const startedAtMs = performance.now();
  report(`warming up for ${WARM_UP_SECONDS} s`);
  const enough = WARM_UP_SECONDS * options.eventsPerSecond;
  await publish(bench, `warm-up-${retentionDays}`, (published) => published >= enough);
  return startedAtMs;
}

async function measureBefore(bench: Bench): Promise<Part> {
  const { options, report, solo } = bench;
  const { seconds, eventsPerSecond } = options;
  report(`before: ${eventsPerSecond} events a second for ${seconds} s`);
  const load = await publish(bench, 'before', (published) => published >= seconds * eventsPerSecond);
  return { load, memory: processMemory(solo.service.pid) };
}

/** Goes on until nothing that is old enough is left, and the space is given back. */
async function measureDuring(
  bench: Bench,
  startedAtMs: number,
): Promise<Pick<PurgeResult, 'during' | 'purge' | 'purgeSeconds'>> {
  const { options, report, solo, metricsUrl } = bench;
  let left = await leftIn(solo);
  if (isPurged(left)) {
    throw new Error(
      `--purge ${options.purge}: all were gone before the measuring began: expected more events`,
    );
  }
  report(`while purging: ${options.eventsPerSecond} events a second`);
  let isOver = false;
  const publishing = publish(bench, 'while', () => isOver);
  let purge = await purgeMetricsAt(metricsUrl);
  const endProgress = showProgress(report, () => progressOf(purge, left.space, options.purge));
  let movedAtMs = performance.now();
  try {
    while (!isPurged(left)) {
      await sleep(POLL_MS);
      const [{ steps }, { bytes }] = [purge, left.space];
      purge = await purgeMetricsAt(metricsUrl);
      left = await leftIn(solo);
      if (purge.steps > steps || left.space.bytes < bytes) movedAtMs = performance.now();
      if (performance.now() - movedAtMs > STALL_MS)
        throw new Error(`the purge stopped after ${purge.events} events`);
    }
  } finally {
    isOver = true;
    endProgress();
  }
  const purgeSeconds = (performance.now() - startedAtMs) / 1000;
  const load = await publishing;
  return {
    during: { load, memory: processMemory(solo.service.pid) },
    purge: await purgeMetricsAt(metricsUrl),
    purgeSeconds,
  };
}

function progressOf({ events }: PurgeMetrics, { freeBytes }: Space, old: number): string {
  const purged = `${events} of ${old} events are purged`;
  return freeBytes === undefined ? purged : `${purged}, ${mebibytes(freeBytes)} of the file are free`;
}

function publish({ solo, ledger, options }: Bench, prefix: string, isOver: (published: number) => boolean) {
  return publishUntil({ api: solo.api, ledger, perSecond: options.eventsPerSecond, prefix, isOver });
}

async function purgeMetricsAt(url: string): Promise<PurgeMetrics> {
  return purgeMetricsIn(await (await fetch(url)).text());
}

/** What a purge has still to do. */
interface Left {
  readonly hasOldEvents: boolean;
  readonly space: Space;
}

async function leftIn(solo: Solo): Promise<Left> {
  const { db, environmentId } = solo;
  const before = new Date(Date.now() - RETENTION_DAYS * DAY_MS).toISOString();
  const old = await db('events')
    .where({ environment_id: environmentId })
    .where('received_at', '<', before)
    .limit(1)
    .pluck<string[]>('event_id');
  return { hasOldEvents: old.length > 0, space: await spaceOf(solo) };
}

function isPurged({ hasOldEvents, space: { bytes, freeBytes = 0 } }: Left): boolean {
  return !hasOldEvents && freeBytes <= bytes * KEPT_FREE;
}

async function spaceOf({ db, isPostgres }: Solo): Promise<Space> {
  return isPostgres ? { bytes: await postgresBytes(db), freeBytes: undefined } : sqliteSpace(db);
}

function resultOf({ options }: RunContext, result: PurgeResult, name: string): RunResult {
  const circumstances = circumstancesOf(options);
  const { eventsPerSecond, seconds } = options;
  const markdown = [
    `${inWords(circumstances)}; FIRST_ATTEMPT=${name}; ${eventsPerSecond} events/s to one destination, ${seconds} s before.`,
    '',
    purgeTables(result),
    NOTE,
  ].join('\n');
  return {
    json: { ...circumstances, firstAttempt: name, eventsPerSecond, seconds, ...purgeFigures(result) },
    markdown,
    lost: result.before.load.lost + result.during.load.lost,
  };
}

const NOTE = [
  '"accepted": from when an event was due to the answer of the API. "received": from then to the receipt. Each old event has a',
  'delivery and an attempt. A step is a transaction; its time is a bound of the histogram that the metrics have.',
  '',
].join('\n');
