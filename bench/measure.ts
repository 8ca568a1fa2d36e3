import { cpuTimeMs } from './cpu-time';
import type { Engine } from './engine';
import { fetchHistoryLengths } from './histories';
import { publishBounded, publishSteadily, type LoadTarget } from './load';
import type { BenchOptions } from './options';
import { percentile } from './percentile';
import type { BenchResult, CpuTimes, ShapeResult, ThroughputRound } from './result';
import { untilNoWorkflowRuns } from './settle';

/** Enough for both processes' code to be compiled and their connections to be open. */
const WARM_UP_EVENTS = 60;

/** A sign of life while a round goes on. */
const PROGRESS_INTERVAL_MS = 10_000;

export interface Measurement {
  readonly engine: Engine;
  readonly product: LoadTarget;
  readonly bare: LoadTarget;
  readonly options: BenchOptions;
  readonly report: (line: string) => void;
}

/** Runs all rounds, the shapes in turn, so that what else the machine does hits both alike. */
export async function measure(measurement: Measurement): Promise<BenchResult> {
  const { product, bare, report } = measurement;
  const progress = setInterval(
    () => report(`${product.ledger.delivered + bare.ledger.delivered} deliveries so far`),
    PROGRESS_INTERVAL_MS,
  );
  try {
    await warmUp(measurement);
    const rounds = await measureThroughput(measurement);
    const latenciesMs = await measureLatency(measurement);
    const summarize = async (target: LoadTarget): Promise<ShapeResult> => ({
      rounds: rounds[target.shape.name],
      latenciesMs: latenciesMs[target.shape.name],
      lost: target.ledger.lost,
      duplicated: target.ledger.duplicated,
      histories: await historiesOf(measurement, target),
    });
    return { product: await summarize(product), bare: await summarize(bare) };
  } finally {
    clearInterval(progress);
  }
}

async function warmUp({ engine, options, product, bare, report }: Measurement): Promise<void> {
  for (const target of [product, bare]) {
    report(`warming up: ${target.shape.name}, ${WARM_UP_EVENTS} events`);
    await publishBounded(target, eventIds('warm-up', WARM_UP_EVENTS), options.inFlight);
    await untilNoWorkflowRuns(engine.client);
  }
}

async function measureThroughput(measurement: Measurement) {
  const { options, report } = measurement;
  const rounds = { product: [] as ThroughputRound[], bare: [] as ThroughputRound[] };
  await inTurn(measurement, options.events, async (target, part) => {
    const round = await measureRound(measurement, target, eventIds(`throughput-${part.round}`, part.events));
    rounds[target.shape.name].push(round);
    report(`throughput ${part.title}: ${round.deliveriesPerSecond.toFixed(1)} deliveries/s`);
  });
  return rounds;
}

async function measureLatency(measurement: Measurement) {
  const { options, report } = measurement;
  const latencies = { product: [] as number[], bare: [] as number[] };
  await inTurn(measurement, options.latencyEvents, async (target, part) => {
    const ids = eventIds(`latency-${part.round}`, part.events);
    await publishSteadily(target, ids);
    await untilNoWorkflowRuns(measurement.engine.client);
    const measured = target.ledger.latenciesMs(ids);
    latencies[target.shape.name].push(...measured);
    report(`latency ${part.title}: ${inWords(measured)}`);
  });
  return latencies;
}

interface Part {
  readonly title: string;
  /** 1-based. */
  readonly round: number;
  readonly events: number;
}

/** Calls `task` for both shapes in every round; who is first changes from round to round. */
async function inTurn(
  { product, bare, options: { rounds } }: Measurement,
  events: number,
  task: (target: LoadTarget, part: Part) => Promise<void>,
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    const share = Math.floor(events / rounds) + (round <= events % rounds ? 1 : 0);
    for (const target of round % 2 === 1 ? [product, bare] : [bare, product]) {
      await task(target, {
        title: `round ${round} of ${rounds}, ${target.shape.name}`,
        round,
        events: share,
      });
    }
  }
}

async function measureRound(
  measurement: Measurement,
  target: LoadTarget,
  ids: readonly string[],
): Promise<ThroughputRound> {
  const before = cpuTimes(measurement, target);
  const deliveredBefore = target.ledger.delivered;
  const durationMs = await publishBounded(target, ids, measurement.options.inFlight);
  await untilNoWorkflowRuns(measurement.engine.client);
  const after = cpuTimes(measurement, target);
  const deliveries = target.ledger.delivered - deliveredBefore;
  return {
    deliveries,
    deliveriesPerSecond: deliveries / (durationMs / 1000),
    cpu: {
      engineMs: difference(after.engineMs, before.engineMs),
      shapeMs: difference(after.shapeMs, before.shapeMs),
      benchMs: difference(after.benchMs, before.benchMs),
    },
  };
}

function cpuTimes({ engine }: Measurement, { shape }: LoadTarget): CpuTimes {
  const enginePids = engine.pids();
  return {
    engineMs: enginePids.length === 0 ? undefined : cpuTimeMs(enginePids),
    shapeMs: cpuTimeMs(shape.pids()),
    benchMs: cpuTimeMs([process.pid]),
  };
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** Of the first event of the last round: published to an idle machine. */
async function historiesOf({ engine, options }: Measurement, { shape, ledger }: LoadTarget) {
  if (ledger.lost > 0) return undefined;
  const [eventId = ''] = eventIds(`latency-${options.rounds}`, 1);
  return fetchHistoryLengths(engine.client, shape.parentWorkflowId(eventId));
}

function eventIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

function inWords(latenciesMs: readonly number[]): string {
  if (latenciesMs.length === 0) return 'no receipt';
  const [p50, p99] = [0.5, 0.99].map((fraction) => Math.round(percentile(latenciesMs, fraction)));
  return `p50 ${p50} ms, p99 ${p99} ms`;
}
