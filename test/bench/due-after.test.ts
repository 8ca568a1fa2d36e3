import { dueAfterSeconds, leadSeconds, warmUpCount } from '../../bench/waiting/due-after';

const SLEEPERS = { count: 100, dueWithinSeconds: 50, firstDueMs: 1_000_000 };

it('lets all sleepers fall due at even distances within the period, whenever each went to sleep', () => {
  expect(dueAfterSeconds({ ...SLEEPERS, index: 0, nowMs: 900_000 })).toBe(100);
  expect(dueAfterSeconds({ ...SLEEPERS, index: 50, nowMs: 960_000 })).toBe(65);
});

it('is whole seconds, and never none: a timer of nothing is no wait', () => {
  expect(dueAfterSeconds({ ...SLEEPERS, index: 33, nowMs: 900_000 })).toBe(117);
  expect(dueAfterSeconds({ ...SLEEPERS, index: 0, nowMs: 2_000_000 })).toBe(1);
});

it('begins so early that the machine can put all to sleep at the pace of the warm-up, and restart', () => {
  expect(leadSeconds({ waiting: 1_000, warmUp: 250, warmUpSeconds: 10 })).toBe(112);
});

it('takes the pace from a fiftieth of the sleepers, but not from so few that the code is still cold', () => {
  expect(warmUpCount(1_000)).toBe(250);
  expect(warmUpCount(50_000)).toBe(1_000);
  expect(warmUpCount(1_000_000)).toBe(2_000);
});
