import type { Knex } from 'knex';
import { difference, offsetAfter, type ClockReading } from '../../domain/clock-reading';
import type { Logger } from '../../logger';

/** The time by which all processes that share a database order what they store. */
export interface DatabaseClock {
  readonly now: () => Date;
  stop(): void;
}

/** The clocks of this machine, in ms. */
interface MachineClocks {
  /** Since the epoch: may be wrong, and may jump. */
  readonly wallMs: () => number;
  /** Never jumps. */
  readonly steadyMs: () => number;
}

interface Options {
  readonly logger?: Pick<Logger, 'info' | 'warn'> | undefined;
  readonly machine?: MachineClocks;
  readonly askEveryMs?: number;
}

const MACHINE: MachineClocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() };
const ASK_EVERY_MS = 10_000;
/** The one with the shortest round trip counts. */
const FIRST_READINGS = 3;

/**
 * Starts the clock of a database. PostgreSQL is asked for its time now and then; in between, and while it does not answer, the
 * steady clock of this machine counts on. SQLite is on this machine and has its time.
 *
 * @throws when PostgreSQL does not answer at the start.
 */
export async function startDatabaseClock(
  db: Knex,
  { logger, machine = MACHINE, askEveryMs = ASK_EVERY_MS }: Options = {},
): Promise<DatabaseClock> {
  if ((db.client as { config: Knex.Config }).config.client !== 'pg') {
    return { now: () => new Date(machine.wallMs()), stop: () => undefined };
  }
  let offsetMs = offsetAfter(undefined, await firstReading(db, machine));
  let toldMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const now = () => new Date(machine.steadyMs() + offsetMs);

  function compare(): void {
    const before = toldMs;
    toldMs = difference(before, machine.wallMs() - now().getTime());
    if (toldMs !== before) tell(logger, { wallMs: machine.wallMs(), databaseMs: now().getTime(), toldMs });
  }

  async function askAgain(): Promise<void> {
    // Whatever keeps the database from answering, the last offset is still the best.
    const reading = await read(db, machine).catch(() => undefined);
    if (isStopped) return;
    if (reading) offsetMs = offsetAfter(offsetMs, reading);
    compare();
    askLater();
  }

  function askLater(): void {
    timer = setTimeout(() => void askAgain(), askEveryMs);
    timer.unref();
  }

  compare();
  askLater();
  return {
    now,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function firstReading(db: Knex, machine: MachineClocks): Promise<ClockReading> {
  const readings: ClockReading[] = [];
  for (let n = 0; n < FIRST_READINGS; n++) readings.push(await read(db, machine));
  const tripMs = ({ sentMs, receivedMs }: ClockReading) => receivedMs - sentMs;
  return readings.reduce((best, each) => (tripMs(each) < tripMs(best) ? each : best));
}

async function read(db: Knex, { steadyMs }: MachineClocks): Promise<ClockReading> {
  const sentMs = steadyMs();
  const { rows } = await db.raw<{ rows: readonly [{ readonly ms: string }] }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  return { sentMs, receivedMs: steadyMs(), theirsMs: Number(rows[0].ms) };
}

function tell(
  logger: Options['logger'],
  {
    wallMs,
    databaseMs,
    toldMs,
  }: { readonly wallMs: number; readonly databaseMs: number; readonly toldMs: number },
): void {
  const facts = {
    machine_time: new Date(wallMs).toISOString(),
    database_time: new Date(databaseMs).toISOString(),
    machine_ahead_seconds: Math.round(toldMs / 1000),
  };
  if (toldMs === 0) logger?.info("this machine's clock agrees with the database's again", facts);
  else logger?.warn("this machine's clock is not the database's: set the wrong one", facts);
}

/** The database's own time at the statement, as ISO text, UTC: for a column that is in order whoever writes it. */
export function timeOfDatabase(db: Knex): Knex.Raw {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
    ? db.raw(`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
    : db.raw("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
}
