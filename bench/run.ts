import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import type { Closing } from '../src/app/closing';
import { startBareShape } from './bare/bare-shape';
import { startEngine } from './engine';
import { Ledger } from './ledger';
import { measure } from './measure';
import type { BenchOptions } from './options';
import { startClusterEngine, startClusterShape } from './product/cluster-shape';
import { startProductShape } from './product/product-shape';
import { createThrowawayDatabase } from './product/throwaway-database';
import { startReceiver } from './receiver';
import { table } from './report';
import { summarize } from './summary';
import { withoutSettings } from './without-settings';

export interface RunContext {
  readonly options: BenchOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

export interface RunResult {
  readonly text: string;
  readonly lost: number;
}

/** Starts everything, measures both shapes, and says what came of it. */
export async function run({ options, env, report, closing }: RunContext): Promise<RunResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webhook-notifications-bench-'));
  closing.add('folder', () => rm(folder, { recursive: true, force: true }));
  const engineOptions = { folder, env, report, closing };
  const { engine, cluster } = options.cluster
    ? await startClusterEngine(engineOptions)
    : { engine: await startEngine(engineOptions), cluster: undefined };

  const nowMs = () => performance.now();
  const ledgers = {
    product: new Ledger(options.destinations, nowMs),
    bare: new Ledger(options.destinations, nowMs),
  };
  const receiver = await startReceiver(new Map(Object.entries(ledgers)));
  closing.add('receiver', () => receiver.close());

  report('starting the service and the bare worker');
  const { database } = options;
  const databaseUrl = database === undefined ? undefined : await createThrowawayDatabase(database, closing);
  const shapeOptions = { engine, folder, env: withoutSettings(env), closing };
  const urls = (shape: 'product' | 'bare') => receiver.urls(shape, options.destinations);
  const product = cluster
    ? await startClusterShape(cluster, urls('product'), env)
    : await startProductShape({ ...shapeOptions, urls: urls('product') }, databaseUrl);
  const bare = await startBareShape({ ...shapeOptions, urls: urls('bare') });

  const result = await measure({
    engine,
    product: { shape: product, ledger: ledgers.product },
    bare: { shape: bare, ledger: ledgers.bare },
    options,
    report,
  });
  const summary = summarize(result);
  const circumstances = circumstancesOf(options);
  return {
    text: options.json
      ? JSON.stringify({ ...circumstances, ...summary }, undefined, 2)
      : table(summary, circumstances),
    lost: result.product.lost + result.bare.lost,
  };
}

function circumstancesOf(options: BenchOptions) {
  const { destinations, inFlight, events, latencyEvents, rounds, database, cluster } = options;
  return {
    shape: cluster ? ('cluster' as const) : ('single' as const),
    destinations,
    inFlight,
    events,
    latencyEvents,
    rounds,
    database: database === undefined && !cluster ? ('SQLite' as const) : ('PostgreSQL' as const),
    node: process.versions.node,
    cores: availableParallelism(),
  };
}
