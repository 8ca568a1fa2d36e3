import type { Knex } from 'knex';
import { createAuditLog } from '../../../src/store/keys/audit-log';
import { startDatabaseClock, type DatabaseClock } from '../../../src/store/database/database-clock';
import { BY } from '../../support/builders/an-audit-entry';
import { databases, postgres, sqlite } from '../../support/databases/databases';
import { recordingLogger } from '../../support/builders/recording-logger';
import { useDatabase } from '../../support/databases/use-database';
import { waitUntil } from '../../support/services/wait-until';

const HOUR_MS = 3_600_000;
const DIFFERS = "this machine's clock is not the database's: set the wrong one";
const AGREES = "this machine's clock agrees with the database's again";

let clock: DatabaseClock | undefined;
afterEach(() => clock?.stop());

/** A machine whose wall clock is wrong, by as much as it is set. */
function aMachine(aheadMs: number) {
  const machine = {
    aheadMs,
    wallMs: () => Date.now() + machine.aheadMs,
    steadyMs: () => performance.now(),
  };
  return machine;
}

function behind(time: Date): number {
  return Math.abs(Date.now() - time.getTime());
}

describe('the clock of PostgreSQL', () => {
  const opened = useDatabase(postgres.open);

  it("has the database's time, whatever the machine's clock says, also when that jumps", async () => {
    const machine = aMachine(HOUR_MS);
    clock = await startDatabaseClock(opened.db, { machine });
    expect(behind(clock.now())).toBeLessThan(2_000);
    machine.aheadMs = -HOUR_MS;
    expect(behind(clock.now())).toBeLessThan(2_000);
  });

  it('goes on, steadily, while PostgreSQL does not answer', async () => {
    const machine = { ...aMachine(0), asked: 0 };
    clock = await startDatabaseClock(
      failing(opened.db, 3, () => machine.asked++),
      { machine, askEveryMs: 10 },
    );
    await waitUntil('it was asked in vain', () => machine.asked >= 3);
    const before = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(clock.now().getTime() - before.getTime()).toBeGreaterThanOrEqual(49);
    expect(behind(clock.now())).toBeLessThan(2_000);
  });

  it('tells of a machine with another time: once, again when it changes, and when it agrees again', async () => {
    const logger = recordingLogger();
    const machine = aMachine(HOUR_MS);
    clock = await startDatabaseClock(opened.db, { logger, machine, askEveryMs: 10 });
    const told = () =>
      logger.lines.map(({ level, message, facts }) => [
        level,
        message,
        (facts as { machine_ahead_seconds: number }).machine_ahead_seconds,
      ]);
    expect(told()).toEqual([['warn', DIFFERS, 3600]]);
    const { machine_time, database_time } = logger.lines[0]?.facts as Record<string, string>;
    expect(Date.parse(machine_time ?? '') - Date.parse(database_time ?? '')).toBeGreaterThan(HOUR_MS - 2_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told()).toHaveLength(1);
    machine.aheadMs = -2 * HOUR_MS;
    await waitUntil('the change is told', () => logger.lines.length === 2);
    machine.aheadMs = 0;
    await waitUntil('the end is told', () => logger.lines.length === 3);
    expect(told()).toEqual([
      ['warn', DIFFERS, 3600],
      ['warn', DIFFERS, -7200],
      ['info', AGREES, 0],
    ]);
  });
});

describe('the clock of SQLite', () => {
  const opened = useDatabase(sqlite.open);

  it("is the machine's", async () => {
    const machine = aMachine(HOUR_MS);
    clock = await startDatabaseClock(opened.db, { machine });
    expect(behind(clock.now())).toBeGreaterThan(HOUR_MS - 2_000);
  });
});

describe.each(databases)('the audit log on $name', ({ open }) => {
  const opened = useDatabase(open);

  it("has the database's time", async () => {
    const log = createAuditLog(opened.db);
    await log.record({ action: 'delivery.retry', accountId: 'a', subjectId: 'd', by: BY });
    const [entry] = await log.list({ accountId: 'a' }, { limit: 1 });
    expect(entry?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(behind(new Date(entry?.at ?? ''))).toBeLessThan(2_000);
  });
});

/** The database, which answers no more than so many questions. */
function failing(db: Knex, answers: number, onFault: () => void): Knex {
  let left = answers;
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== 'raw') return Reflect.get(target, name) as unknown;
      return async (sql: string) => {
        if (left-- > 0) return target.raw<unknown>(sql);
        onFault();
        throw new Error('away');
      };
    },
  });
}
