import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBareShape } from '../bare/bare-shape';
import { Ledger } from '../ledger';
import type { LoadTarget } from '../load';
import type { FirstAttempt } from '../options/parse-options';
import { startProcessesShape } from '../product/processes-shape';
import { startProductShape } from '../product/product-shape';
import { startReceiver } from '../receiver';
import type { RunContext } from '../run-context';
import type { Shape, ShapeName } from '../shape';
import { withoutSettings } from '../without-settings';
import { startPlatform, type Platform } from './platform';

/** All shapes on one engine, with the receiver of their notifications. */
export interface Arena {
  readonly platform: Platform;
  /** The bare shape first. */
  readonly targets: readonly LoadTarget[];
}

const CLUSTER_APIS = 2;

/** Starts the bare shape and those of the service that the options choose, for events with so many destinations. */
export async function startArena(context: RunContext, destinations: number): Promise<Arena> {
  const { options, env, report, closing } = context;
  const folder = await temporaryFolder(context);
  const platform = await startPlatform(options, { folder, env, report, closing });

  const names: readonly ShapeName[] = ['bare', ...options.firstAttempts];
  const nowMs = () => performance.now();
  const ledgers = new Map(names.map((name) => [name, new Ledger(destinations, nowMs)]));
  const receiver = await startReceiver(ledgers);
  closing.add('receiver', () => receiver.close());

  report(`starting ${names.join(', ')} for ${destinations} destinations`);
  const targets: LoadTarget[] = [];
  for (const [name, ledger] of ledgers) {
    const urls = receiver.urls(name, destinations);
    targets.push({ shape: await startShape({ context, folder, platform, urls }, name), ledger });
  }
  return { platform, targets };
}

interface Beginning {
  readonly context: RunContext;
  readonly folder: string;
  readonly platform: Platform;
  readonly urls: readonly string[];
}

async function startShape({ context, folder, platform, urls }: Beginning, name: ShapeName): Promise<Shape> {
  const { options, env, report, closing } = context;
  const shapeOptions = { engine: platform.engine, folder, env: withoutSettings(env), urls, closing };
  if (name === 'bare') return startBareShape(shapeOptions);
  return startProduct({ ...shapeOptions, name }, await platform.newDatabase(), {
    apis: options.cluster ? CLUSTER_APIS : 1,
    workers: options.workers,
    report,
  });
}

function startProduct(
  options: Parameters<typeof startBareShape>[0] & { readonly name: FirstAttempt },
  databaseUrl: string | undefined,
  { apis, workers, report }: { apis: number; workers: number | undefined; report: RunContext['report'] },
): Promise<Shape> {
  if (workers === undefined || databaseUrl === undefined) {
    return startProductShape({ ...options, databaseUrl });
  }
  return startProcessesShape({ ...options, databaseUrl, apis, workers, report });
}

/** A folder for everything that a measurement keeps; `closing` removes it. */
export async function temporaryFolder({ closing }: Pick<RunContext, 'closing'>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webhook-notifications-bench-'));
  closing.add('folder', () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
