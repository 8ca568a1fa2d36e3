import path from 'node:path';
import { onServer } from '../cluster/postgres';
import { SeededRandom } from '../bench/budgets/seeded-random';
import type { FaultKindName } from './fault-kinds';
import { cancelDeliveries, changeTriggers, retryDeliveries, terminateWorkflows } from './interfere';
import type { PlannedFault } from './plan';
import { linkOf, processOf, servicesOf, type World } from './world';

/** Undoes a fault. */
export type Heal = () => Promise<void>;

/** Says why a fault of this kind cannot be done here. */
export class SkippedFault extends Error {}

const MAX_SHIFT_MS = 3_600_000;
const SHIFTED_CLOCK = path.join(__dirname, 'shifted-clock.js');
const SERVICE_ROLE = 'webhooks';

/**
 * Does one fault.
 *
 * @returns what heals it.
 * @throws SkippedFault when it cannot be done on this machine.
 */
export async function inject(world: World, fault: PlannedFault): Promise<Heal> {
  return INJECTIONS[fault.kind](world, fault);
}

const INJECTIONS: Readonly<Record<FaultKindName, (world: World, fault: PlannedFault) => Promise<Heal>>> = {
  'api killed': killed,
  'api frozen': frozen,
  'worker killed': killed,
  'worker frozen': frozen,
  'temporal killed': killed,
  'temporal frozen': frozen,
  'temporal restarted': (world, fault) => downBy('SIGTERM', world, fault),
  'postgres killed': killed,
  'postgres frozen': frozen,
  // PostgreSQL's own name for SIGQUIT: immediate shutdown.
  'postgres shut down at once': (world, fault) => downBy('SIGQUIT', world, fault),
  'postgres connections ended': connectionsEnded,
  'postgres read-only': readOnly,
  'postgres disk full': diskFull,
  'postgres silent': (world, fault) => silent(world, fault, 'postgres'),
  'temporal silent': (world, fault) => silent(world, fault, 'temporal'),
  'clock shifted': clockShifted,
  'rolling restart': rollingRestart,
  'workflows terminated': atOnce(terminateWorkflows),
  'deliveries cancelled': atOnce(cancelDeliveries),
  'deliveries retried': atOnce(retryDeliveries),
  'triggers changed': atOnce(changeTriggers),
};

function killed(world: World, fault: PlannedFault): Promise<Heal> {
  return downBy('SIGKILL', world, fault);
}

async function downBy(signal: NodeJS.Signals, world: World, fault: PlannedFault): Promise<Heal> {
  const victim = processOf(world, fault.process);
  await victim.down(signal);
  return () => victim.start();
}

async function frozen(world: World, fault: PlannedFault): Promise<Heal> {
  const victim = processOf(world, fault.process);
  if (victim.pid === undefined) throw new SkippedFault(`${fault.process} is being started again`);
  victim.freeze();
  return () => victim.thaw();
}

async function connectionsEnded({ cluster }: World): Promise<Heal> {
  await onServer(cluster.adminUrl('postgres'), [END_ALL_CONNECTIONS]);
  return healed;
}

const END_ALL_CONNECTIONS =
  'select pg_terminate_backend(pid) from pg_stat_activity where usename is not null and pid <> pg_backend_pid()';

/** A role's setting holds for new connections: the old ones are ended. */
async function readOnly({ cluster }: World): Promise<Heal> {
  const url = cluster.adminUrl('postgres');
  const endConnections = `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${SERVICE_ROLE}'`;
  await onServer(url, [`alter role ${SERVICE_ROLE} set default_transaction_read_only = on`, endConnections]);
  return async () => {
    await onServer(url, [`alter role ${SERVICE_ROLE} reset default_transaction_read_only`, endConnections]);
  };
}

async function diskFull({ disk }: World): Promise<Heal> {
  if (typeof disk === 'string') throw new SkippedFault(disk);
  await disk.fill();
  return () => disk.empty();
}

async function silent(world: World, { process }: PlannedFault, to: 'postgres' | 'temporal'): Promise<Heal> {
  const link = linkOf(world, process, to);
  link.silence();
  return async () => link.resume();
}

async function clockShifted(world: World, fault: PlannedFault): Promise<Heal> {
  const victim = processOf(world, fault.process);
  const shiftMs = new SeededRandom(fault.seed).integer(2 * MAX_SHIFT_MS) - MAX_SHIFT_MS;
  await victim.end();
  await victim.start({ NODE_OPTIONS: `--require ${SHIFTED_CLOCK}`, CLOCK_SHIFT_MS: String(shiftMs) });
  return async () => {
    await victim.end();
    await victim.start();
  };
}

async function rollingRestart(world: World): Promise<Heal> {
  for (const service of servicesOf(world)) {
    if (world.stop.aborted) break;
    await service.end();
    await service.start();
  }
  return healed;
}

function atOnce(task: (world: World, fault: PlannedFault) => Promise<void>) {
  return async (world: World, fault: PlannedFault): Promise<Heal> => {
    await task(world, fault);
    return healed;
  };
}

async function healed(): Promise<void> {}
