import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../arena/arena';
import { startEngine, type Engine } from '../arena/engine';
import { Ledger } from '../ledger';
import { atRate, publishAtRate } from '../load';
import { type ProductShape, startProductShape } from '../product/product-shape';
import { eventIds } from '../rounds';
import type { RunContext } from '../run-context';
import { untilNoWorkflowRuns } from '../settle';
import { withoutSettings } from '../without-settings';
import { HangingCount } from './hanging-count';
import type { Arrival } from './contract';
import { type HostsOptions, startHosts } from './hosts';
import { isolationJson, isolationTable, type IsolationResult } from './isolation-report';

const EVENTS_PER_SECOND = 2;
/** Of each kind. */
const URLS = 10;
const WARM_UP_EVENTS = 40;

/**
 * What keeps slots is rate × deadline. On a small machine the engine makes a few deliveries a second; with a
 * deadline of 300 s they keep as many slots as 15 times the rate would with the 20 s of the default.
 */
const ATTEMPT_TIMEOUT_SECONDS = 300;

/** To hanging destinations, before the measuring beside them begins: more than 400 slots, at an attempt each. */
const BACKLOG_EVENTS = 450;
const BACKLOG_DEADLINE_MS = 240_000;
/** After the backlog was dispatched, until those that were put off come back at their steady pace. */
const SETTLE_MS = 20_000;

interface Bench extends RunContext {
  readonly engine: Engine;
  readonly product: ProductShape;
  readonly ledger: Ledger;
  readonly healthy: readonly string[];
  readonly hanging: readonly string[];
}

/** Measures how long healthy destinations wait beside ones that hang. @returns what is printed. */
export async function runIsolation(context: RunContext): Promise<string> {
  const { env, report, closing, options } = context;
  const folder = await temporaryFolder(context);
  const engine = await startEngine({ folder, env, report, closing });
  const ledger = new Ledger(1, () => performance.now());
  const count = new HangingCount();

  report('starting the service and the receivers');
  const settings = { ...withoutSettings(env), ATTEMPT_TIMEOUT_SECONDS: String(ATTEMPT_TIMEOUT_SECONDS) };
  const [name = 'delivery'] = options.firstAttempts;
  const shapeOptions = { engine, folder, env: settings, urls: [], closing };
  const product = await startProductShape({ ...shapeOptions, name, databaseUrl: undefined });
  const onArrival = (arrival: Arrival) => {
    const { eventId, notificationId, hangs } = arrival;
    if (hangs) count.add(arrival);
    else ledger.receive({ eventId, destination: '0', notificationId });
  };
  const destinations = await startDestinations({ folder, env, closing, onArrival }, options.sameHost);

  const bench: Bench = { ...context, engine, product, ledger, ...destinations };
  const measured = await measure(bench);
  const result: IsolationResult = {
    seconds: options.seconds,
    eventsPerSecond: EVENTS_PER_SECOND,
    attemptTimeoutSeconds: ATTEMPT_TIMEOUT_SECONDS,
    sameHost: options.sameHost,
    ...measured,
    hanging: { events: measured.hangingEvents, attempts: count.attempts, underWay: count.underWay },
  };
  return options.json ? isolationJson(result) : isolationTable(result);
}

/** Each URL at a host of its own, or all at one: healthy and hanging ones, on one port. */
async function startDestinations(
  hosts: Omit<HostsOptions, 'name' | 'count'>,
  sameHost: boolean,
): Promise<Pick<Bench, 'healthy' | 'hanging'>> {
  const urls = (origins: readonly string[], path: string) =>
    Array.from({ length: URLS }, (_, index) => `${origins[index % origins.length]}/${path}/${index}`);
  if (sameHost) {
    const origins = await startHosts({ ...hosts, name: 'receivers', count: 1 });
    return { healthy: urls(origins, 'answer'), hanging: urls(origins, 'hang') };
  }
  const healthy = await startHosts({ ...hosts, name: 'receivers that answer', count: URLS });
  const hanging = await startHosts({ ...hosts, name: 'receivers that hang', count: URLS });
  return { healthy: urls(healthy, 'answer'), hanging: urls(hanging, 'hang') };
}

async function measure(bench: Bench) {
  const { engine, report, options } = bench;
  const events = options.seconds * EVENTS_PER_SECOND;
  report(`warming up: ${WARM_UP_EVENTS} events`);
  await publishHealthy(bench, eventIds('warm-up', WARM_UP_EVENTS));
  await untilNoWorkflowRuns(engine.client);

  report(`alone: ${events} events`);
  const aloneMs = await publishHealthy(bench, eventIds('alone', events));
  await untilNoWorkflowRuns(engine.client);

  report(`a backlog of ${BACKLOG_EVENTS} events to destinations that hang`);
  await publishHanging(bench, eventIds('backlog', BACKLOG_EVENTS), 50);
  await untilDispatched(bench);

  report(`beside hanging destinations: ${events} events to each kind`);
  const [besideMs] = await Promise.all([
    publishHealthy(bench, eventIds('beside', events)),
    // In between: published at the same moments, any two events would share the cores.
    sleep(500 / EVENTS_PER_SECOND).then(() =>
      publishHanging(bench, eventIds('hanging', events), EVENTS_PER_SECOND),
    ),
  ]);
  return { aloneMs, besideMs, hangingEvents: BACKLOG_EVENTS + events };
}

async function publishHealthy({ product, ledger, healthy }: Bench, eventIds: readonly string[]) {
  const publish = (eventId: string) => product.publishTo(eventId, urlFor(eventId, healthy));
  const { refusals } = await publishAtRate({ shape: { publish }, ledger }, eventIds, EVENTS_PER_SECOND);
  if (refusals[0] !== undefined) throw new Error(refusals[0]);
  const arrivedMs = ledger.latenciesMs(eventIds);
  return [...arrivedMs, ...Array<number>(eventIds.length - arrivedMs.length).fill(Infinity)];
}

function publishHanging({ product, hanging }: Bench, eventIds: readonly string[], perSecond: number) {
  return atRate(eventIds, perSecond, (eventId) => product.publishTo(eventId, urlFor(eventId, hanging)));
}

/** All URLs in turn. */
function urlFor(eventId: string, urls: readonly string[]): string {
  const index = Number(eventId.slice(eventId.lastIndexOf('-') + 1));
  return urls[index % urls.length] ?? '';
}

async function untilDispatched({ engine, report }: Bench): Promise<void> {
  const endsAtMs = Date.now() + BACKLOG_DEADLINE_MS;
  const query = 'WorkflowType = "deliverNotification" AND ExecutionStatus = "Running"';
  for (let started = 0; started < BACKLOG_EVENTS && Date.now() < endsAtMs;) {
    await sleep(2_000);
    started = (await engine.client.workflow.count(query)).count;
    report(`${started} deliveries to them have begun`);
  }
  await sleep(SETTLE_MS);
}
