import type { Knex } from 'knex';
import type { Logger } from '../../logger';
import { isPostgres } from './reads';

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
 * Starts the clock of a database. PostgreSQL is asked for its time now and then; in between, and while it does not
 * answer, the steady clock of this machine counts on. SQLite is on this machine and has its time.
 *
 * @throws when PostgreSQL does not answer at the start.
 */
export async function startDatabaseClock(
  db: Knex,
  { logger, machine = MACHINE, askEveryMs = ASK_EVERY_MS }: Options = {},
): Promise<DatabaseClock> {
  if (!isPostgres(db)) {
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

/** One asking for another clock's time, in ms. */
interface ClockReading {
  /** By one's own clock, which never jumps. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Since the epoch, by the other clock, at some moment between the two. */
  readonly theirsMs: number;
}

async function read(db: Knex, { steadyMs }: MachineClocks): Promise<ClockReading> {
  const sentMs = steadyMs();
  const { rows } = await db.raw<{ rows: readonly [{ readonly ms: string }] }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  return { sentMs, receivedMs: steadyMs(), theirsMs: Number(rows[0].ms) };
}

/** The round trip leaves some time unknown. Only a greater difference changes the clock. */
export function offsetAfter(currentMs: number | undefined, reading: ClockReading): number {
  const { sentMs, receivedMs, theirsMs } = reading;
  const halfMs = (receivedMs - sentMs) / 2;
  const foundMs = theirsMs - (sentMs + halfMs);
  return currentMs !== undefined && Math.abs(foundMs - currentMs) <= halfMs ? currentMs : foundMs;
}

const DIFFERS_FROM_MS = 5_000;
/** A little less, so that a clock on the brink does not cause one warning after another. */
const AGREES_FROM_MS = 4_000;

/**
 * By how much one clock is ahead of another, as far as it is worth a warning; negative if it is behind.
 *
 * @param toldMs what the last warning said; 0: that the clocks agree.
 * @returns `toldMs` itself when there is nothing new.
 */
export function difference(toldMs: number, aheadMs: number): number {
  if (toldMs === 0) return Math.abs(aheadMs) > DIFFERS_FROM_MS ? aheadMs : 0;
  if (Math.abs(aheadMs) < AGREES_FROM_MS) return 0;
  return Math.abs(aheadMs - toldMs) > DIFFERS_FROM_MS ? aheadMs : toldMs;
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
  return isPostgres(db)
    ? db.raw(`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
    : db.raw("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
}
