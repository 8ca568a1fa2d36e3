import { KEPT_MINUTES_SECONDS } from '../domain/statistics/statistics';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

/** Where counts are kept. Times are seconds since the epoch. */
export interface CountedMinutes {
  /** The newest minute that has counts; `undefined` when none has. */
  newestMinute(): Promise<number | undefined>;
  /**
   * Minutes with counts that differ from the stored records, oldest first. Both ends are at the beginning of a minute.
   */
  listStale(fromSeconds: number, toSeconds: number): Promise<readonly number[]>;
  /** Counts a minute again. Several processes may do so at once. */
  recount(minuteSeconds: number): Promise<void>;
  /** Adds up the minutes of an hour. */
  rollUp(hourSeconds: number): Promise<void>;
}

interface Dependencies {
  readonly statistics: CountedMinutes;
  readonly logger: Logger;
  readonly now: () => Date;
}

const INTERVAL_MS = 10_000;
const MINUTE = 60;
const HOUR = 3_600;
/** Most attempts end within it. */
const USUAL_LOOK_BACK = 2 * MINUTE;
/** An attempt may last five minutes, and its record may wait for the database. */
const LONG_LOOK_BACK = HOUR;
const ROUNDS_UNTIL_LONG = 30;

/** Keeps counts equal to what is stored, again and again. Several processes may do it at once. Source: docs/decisions.md D67. */
export function createStatisticsFiller(deps: Dependencies): Repeated {
  const fill = statisticsRounds(deps);
  return repeat(INTERVAL_MS, fill);
}

/**
 * Makes a function that does one round. The first one counts all that happened since there were counts, at most 48 hours.
 * A round never rejects: what could not be counted is counted the next time.
 */
export function statisticsRounds({
  statistics,
  logger,
  now,
}: Dependencies): (isStopped?: () => boolean) => Promise<void> {
  let round = 0;
  let isCaughtUp = false;
  let rolledUpUntil = 0;

  return async (isStopped = () => false) => {
    const nowSeconds = Math.floor(now().getTime() / 1000);
    const until = floor(nowSeconds, MINUTE) + MINUTE;
    try {
      let from = await beginning(until);
      while (from < until && !isStopped()) {
        const to = Math.min(from + HOUR, until);
        await countStale(from, to, { nowSeconds, isStopped });
        from = to;
      }
      isCaughtUp ||= !isStopped();
      round += 1;
    } catch (error) {
      logger.warn('could not count what happened; the next round will', { reason: (error as Error).message });
    }
  };

  async function beginning(until: number): Promise<number> {
    if (isCaughtUp) return until - (round % ROUNDS_UNTIL_LONG === 0 ? LONG_LOOK_BACK : USUAL_LOOK_BACK);
    const newest = await statistics.newestMinute();
    const oldest = floor(until - KEPT_MINUTES_SECONDS, HOUR);
    return Math.max(oldest, Math.min(newest ?? oldest, until - LONG_LOOK_BACK));
  }

  async function countStale(
    from: number,
    to: number,
    { nowSeconds, isStopped }: { readonly nowSeconds: number; readonly isStopped: () => boolean },
  ): Promise<void> {
    const thisHour = floor(nowSeconds, HOUR);
    const hours = new Set<number>();
    for (const minute of await statistics.listStale(from, to)) {
      if (isStopped()) return;
      await statistics.recount(minute);
      hours.add(floor(minute, HOUR));
    }
    // Nothing says whether they were added up before the process ended.
    if (!isCaughtUp) for (let hour = floor(from, HOUR); hour < to; hour += HOUR) hours.add(hour);
    if (rolledUpUntil < thisHour) hours.add(thisHour - HOUR);
    for (const hour of hours) if (hour < thisHour) await statistics.rollUp(hour);
    rolledUpUntil = thisHour;
  }
}

function floor(seconds: number, unit: number): number {
  return seconds - (seconds % unit);
}
