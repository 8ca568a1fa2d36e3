import {
  addRowCounts,
  effectiveAuditDays,
  retentionBorders,
  type OldRecord,
  nextStepSize,
  takeStep,
} from '../../../src/domain/retention/retention';

const NOW = new Date('2026-03-14T09:30:00.000Z');

describe('what is kept', () => {
  const COUNTS = { minutes: '2026-03-12T08:30:00.000Z', hours: '2025-12-14T09:30:00.000Z' };

  it('goes by its own border: what has ended, the audit log, what has run out, and what was counted', () => {
    expect(retentionBorders({ recordDays: 30, auditDays: 400 }, NOW)).toEqual({
      records: '2026-02-12T09:30:00.000Z',
      audit_log: '2025-02-07T09:30:00.000Z',
      expired: '2026-03-14T09:30:00.000Z',
      ...COUNTS,
    });
  });

  it('has no border where it is kept for ever', () => {
    expect(retentionBorders({ recordDays: 0, auditDays: 0 }, NOW)).toEqual({
      expired: NOW.toISOString(),
      ...COUNTS,
    });
    expect(retentionBorders({ recordDays: 30, auditDays: 0 }, NOW).audit_log).toBeUndefined();
  });

  it.each([
    [{ recordDays: 30, auditDays: 400 }, 400],
    [{ recordDays: 500, auditDays: 400 }, 500],
    [{ recordDays: 0, auditDays: 400 }, 0],
    [{ recordDays: 30, auditDays: 0 }, 0],
  ])('never outlives the audit log: %j', (retention, days) => {
    expect(effectiveAuditDays(retention)).toBe(days);
  });

  it('is counted by table, without those that have nothing', () => {
    expect(addRowCounts({ events: 1, attempts: 2 }, { attempts: 3, deliveries: 0 })).toEqual({
      events: 1,
      attempts: 5,
    });
  });
});

const record = (id: string, deliveries: number): OldRecord => ({
  position: { at: NOW.toISOString(), id },
  mayGo: true,
  rows: { events: 1, deliveries },
});

describe('a step of the purge', () => {
  it('takes the first records that have so many rows at most, all told', () => {
    const records = [record('a', 3), record('b', 4), record('c', 1)];
    expect(takeStep(records, 9).map(({ position }) => position.id)).toEqual(['a', 'b']);
    expect(takeStep(records, 8).map(({ position }) => position.id)).toEqual(['a']);
    expect(takeStep(records, 100)).toEqual(records);
    expect(takeStep([], 1)).toEqual([]);
  });

  it('takes one record at least, however much goes with it', () => {
    expect(takeStep([record('a', 900), record('b', 0)], 10)).toEqual([record('a', 900)]);
  });

  it('becomes smaller at once when it took too long, in proportion, down to half and to a bound', () => {
    expect(nextStepSize(300, 15, 10)).toBe(200);
    expect(nextStepSize(300, 1_000, 10)).toBe(150);
    expect(nextStepSize(60, 1_000, 10)).toBe(50);
  });

  it('grows by a quarter while it takes less than half of its time, up to a bound', () => {
    expect(nextStepSize(100, 4, 10)).toBe(125);
    expect(nextStepSize(100, 7, 10)).toBe(100);
    expect(nextStepSize(1_900, 1, 10)).toBe(2_000);
  });
});
