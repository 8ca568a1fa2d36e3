import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Closing } from '../src/app/closing';
import { keepEvidence } from './evidence';
import { FAULT_KIND_NAMES } from './fault-kinds';
import { TRIGGER_TYPE } from './load';
import type { PublishedEvent } from './ledger';
import type { Violation } from './oracle';
import type { ChaosOptions } from './options';
import { unlessStopped } from './pause';
import { planRounds } from './plan';
import { runRound } from './run-round';
import { COUNTS, startWorld } from './start-world';
import { faultTable } from './table';
import { addRound, emptyTally } from './tally';
import type { World } from './world';

export interface ChaosContext {
  readonly options: ChaosOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  readonly closing: Closing;
  /** Ends the run: what was compared by then is what comes of it. */
  readonly stop: AbortSignal;
}

export interface ChaosResult {
  readonly text: string;
  readonly violations: readonly Violation[];
}

/** Makes all faults, round after round, and says what came of them. */
export async function runChaos(context: ChaosContext): Promise<ChaosResult> {
  const { options, env, report, closing, stop } = context;
  const folder = await mkdtemp(path.join(tmpdir(), 'webhook-notifications-chaos-'));
  const violations: Violation[] = [];
  // What is to be looked at stays.
  closing.add('folder', () =>
    violations.length === 0 ? rm(folder, { recursive: true, force: true }) : undefined,
  );
  report(`seed ${options.seed}; logs are in ${folder}`);
  const starting = startWorld({ shape: options.shape, folder, env, closing, report, stop });
  const world = await unlessStopped(starting, stop);
  if (world === undefined) return { text: 'Nothing was done: stopped before the first fault.', violations };
  const triggerDestinations = await createTriggers(world);
  const tally = emptyTally();
  let [judgedRounds, lateRounds] = [0, 0];
  for (const round of planRounds({ ...options, ...COUNTS[options.shape] })) {
    const judged = await runRound(world, round, { ...options, triggerDestinations, report, stop });
    if (judged === undefined) break;
    judgedRounds += 1;
    addRound(tally, world.ledger, judged);
    violations.push(...judged.violations);
    lateRounds += judged.isLate ? 1 : 0;
    for (const each of judged.violations) report(`VIOLATION ${inWords(each)}`);
    await appendFile(path.join(folder, 'violations.jsonl'), asLines(judged.violations));
    await keepEvidence(world, judged, folder);
    if (options.table !== undefined) await writeFile(options.table, faultTable(tally));
  }
  if (stop.aborted) await killProcesses(world);
  return {
    text: conclusion(options, faultTable(tally), { violations, judgedRounds, lateRounds, world, folder }),
    violations,
  };
}

/** Nobody waits for what they still do. PostgreSQL ends in order: killed, it would leave shared memory behind. */
async function killProcesses({ cluster }: World): Promise<void> {
  const killed = [...cluster.processes.values()].filter(({ name }) => name !== 'postgres');
  await Promise.all(killed.map((each) => each.kill()));
}

/** Two that stay, of a type of their own. */
async function createTriggers({ api, receivers }: World): Promise<PublishedEvent['destinations']> {
  const destinations = (['accept', 'refuse-1'] as const).map((behaviour) => ({
    behaviour,
    url: receivers.url(behaviour, 'trigger'),
  }));
  for (const { url } of destinations) {
    const { status } = await api.call(0, 'POST', '/triggers', { event_type: TRIGGER_TYPE, uri: url });
    if (status !== 201) throw new Error(`a trigger could not be made: ${status}`);
  }
  return destinations;
}

interface Outcome {
  readonly violations: readonly Violation[];
  /** The first ones; the one after them was stopped, unless they are all. */
  readonly judgedRounds: number;
  readonly lateRounds: number;
  readonly world: World;
  readonly folder: string;
}

function conclusion(
  options: ChaosOptions,
  table: string,
  { violations, judgedRounds, lateRounds, world, folder }: Outcome,
): string {
  const { faults, seed, shape, faultsPerRound, eventsPerSecond, maxFaultSeconds, kinds } = options;
  const { ledger } = world;
  const isJudged = ({ round }: { readonly round: number }) => round <= judgedRounds;
  const events = [...ledger.events.values()].filter(isJudged);
  const judgedFaults = ledger.faults.filter(isJudged).length;
  const judgedIds = new Set(events.map(({ eventId }) => eventId));
  const receipts = world.receivers.receipts.filter(({ eventId }) => judgedIds.has(eventId));
  const acknowledged = events.filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== undefined).length;
  const restarts = [...world.cluster.processes.values()].reduce((sum, each) => sum + each.unaskedEnds, 0);
  const lines = [
    `${judgedFaults} faults of seed ${seed} on the shape "${shape}"; ${acknowledged} events acknowledged, ` +
      `${receipts.length} POSTs received, ${restarts} processes ended by themselves and were started again.`,
    '',
    table,
    ...(lateRounds === 0
      ? []
      : [
          `${lateRounds} rounds were quiet late, without standing still: fewer --events-per-second, or a faster machine.`,
        ]),
  ];
  if (judgedFaults < faults) {
    lines.push(`Stopped in round ${judgedRounds + 1}, whose faults and events are not counted.`);
  }
  if (violations.length === 0) {
    return [...lines, judgedRounds === 0 ? 'Nothing was compared.' : 'Every promise was kept.'].join('\n');
  }
  const again =
    `npm run chaos -- --seed ${seed} --faults ${faults} --faults-per-round ${faultsPerRound} --shape ${shape} ` +
    `--events-per-second ${eventsPerSecond} --max-fault-seconds ${maxFaultSeconds}` +
    (kinds.length < FAULT_KIND_NAMES.length ? ` --kinds '${kinds.join(',')}'` : '');
  return [
    ...lines,
    `${violations.length} violations:`,
    ...violations.map((each) => `  ${inWords(each)}`),
    '',
    `Again: ${again}`,
    `To look at: ${folder}: violations.jsonl; evidence, a file for each delivery; logs, a file for each process`,
  ].join('\n');
}

function inWords({ round, kind, subject, what }: Violation): string {
  return `round ${round}: ${kind}: ${subject} ${what}`;
}

function asLines(violations: readonly Violation[]): string {
  return violations.map((each) => `${JSON.stringify(each)}\n`).join('');
}
