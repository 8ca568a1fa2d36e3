import type { Platform } from '../arena/platform';
import { cpuTimeMs } from '../cpu-time';
import { fetchHistoryLengths } from '../histories';
import { publishAtRate, publishBounded, type LoadTarget } from '../load';
import type { BenchOptions } from '../options/parse-options';
import { percentile } from '../percentile';
import { showProgress } from '../progress';
import { eventIds, inTurn } from '../rounds';
import { untilNoWorkflowRuns } from '../settle';
import type { CpuTimes, ShapeResult, ThroughputRound } from './result';

/** Enough for the processes' code to be compiled and their connections to be open. */
const WARM_UP_EVENTS = 60;
const LATENCY_EVENTS_PER_SECOND = 2;

export interface Measurement {
  readonly platform: Platform;
  readonly targets: readonly LoadTarget[];
  readonly options: BenchOptions;
  readonly report: (line: string) => void;
}

/** Runs all rounds, the shapes in turn. */
export async function measure(measurement: Measurement): Promise<readonly ShapeResult[]> {
  const { targets, report } = measurement;
  let part = 'warming up';
  const begin = (title: string) => (part = title);
  const delivered = () => targets.map(({ shape, ledger }) => `${shape.name} ${ledger.delivered}`).join(', ');
  const endProgress = showProgress(report, () => `${part}; deliveries so far: ${delivered()}`);
  try {
    await warmUp(measurement);
    const rounds = await measureThroughput(measurement, begin);
    const latenciesMs = await measureLatency(measurement, begin);
    return await Promise.all(
      targets.map(async (target) => ({
        name: target.shape.name,
        rounds: rounds.get(target) ?? [],
        latenciesMs: latenciesMs.get(target) ?? [],
        lost: target.ledger.lost,
        duplicated: target.ledger.duplicated,
        histories: await historiesOf(measurement, target),
      })),
    );
  } finally {
    endProgress();
  }
}

/** Publishes enough to each shape that none is measured cold. */
export async function warmUp({ platform, targets, options, report }: Measurement): Promise<void> {
  for (const target of targets) {
    const { name } = target.shape;
    report(`warming up: ${name}, ${WARM_UP_EVENTS} events`);
    await publishBounded(target, eventIds(`${name}-warm-up`, WARM_UP_EVENTS), options.inFlight);
    await untilNoWorkflowRuns(platform.engine.client);
  }
}

async function measureThroughput(measurement: Measurement, begin: (title: string) => void) {
  const { options, targets, report } = measurement;
  const rounds = new Map<LoadTarget, ThroughputRound[]>(targets.map((target) => [target, []]));
  const parts = { rounds: options.rounds, events: options.events, prefix: 'throughput' };
  await inTurn(targets, parts, async (target, { title, eventIds }) => {
    begin(`throughput, ${title}`);
    const round = await measureRound(measurement, target, eventIds);
    rounds.get(target)?.push(round);
    report(`throughput, ${title}: ${round.deliveriesPerSecond.toFixed(1)} deliveries/s`);
  });
  return rounds;
}

async function measureLatency(measurement: Measurement, begin: (title: string) => void) {
  const { options, targets, report, platform } = measurement;
  const latencies = new Map<LoadTarget, number[]>(targets.map((target) => [target, []]));
  const parts = { rounds: options.rounds, events: options.latencyEvents, prefix: 'latency' };
  await inTurn(targets, parts, async (target, { title, eventIds }) => {
    begin(`latency, ${title}`);
    const { refusals } = await publishAtRate(target, eventIds, LATENCY_EVENTS_PER_SECOND);
    if (refusals[0] !== undefined) throw new Error(refusals[0]);
    await untilNoWorkflowRuns(platform.engine.client);
    const measured = target.ledger.latenciesMs(eventIds);
    latencies.get(target)?.push(...measured);
    report(`latency, ${title}: ${inWords(measured)}`);
  });
  return latencies;
}

async function measureRound(
  measurement: Measurement,
  target: LoadTarget,
  ids: readonly string[],
): Promise<ThroughputRound> {
  const before = cpuTimes(measurement, target);
  const deliveredBefore = target.ledger.delivered;
  const durationMs = await publishBounded(target, ids, measurement.options.inFlight);
  await untilNoWorkflowRuns(measurement.platform.engine.client);
  const after = cpuTimes(measurement, target);
  const deliveries = target.ledger.delivered - deliveredBefore;
  return {
    deliveries,
    deliveriesPerSecond: deliveries / (durationMs / 1000),
    cpu: {
      engineMs: difference(after.engineMs, before.engineMs),
      databaseMs: difference(after.databaseMs, before.databaseMs),
      shapeMs: difference(after.shapeMs, before.shapeMs),
      benchMs: difference(after.benchMs, before.benchMs),
    },
  };
}

function cpuTimes({ platform }: Measurement, { shape }: LoadTarget): CpuTimes {
  const enginePids = platform.engine.pids();
  return {
    engineMs: enginePids.length === 0 ? undefined : cpuTimeMs(enginePids),
    databaseMs: platform.databasePids && cpuTimeMs(platform.databasePids()),
    shapeMs: cpuTimeMs(shape.pids()),
    benchMs: cpuTimeMs([process.pid]),
  };
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** Of the first event of the last round: published to an idle machine. */
async function historiesOf({ platform, options }: Measurement, { shape, ledger }: LoadTarget) {
  if (ledger.lost > 0) return undefined;
  const [eventId = ''] = eventIds(`${shape.name}-latency-${options.rounds}`, 1);
  return fetchHistoryLengths(platform.engine.client, shape.parentWorkflowId(eventId));
}

function inWords(latenciesMs: readonly number[]): string {
  if (latenciesMs.length === 0) return 'no receipt';
  const [p50, p99] = [0.5, 0.99].map((fraction) => Math.round(percentile(latenciesMs, fraction)));
  return `p50 ${p50} ms, p99 ${p99} ms`;
}
