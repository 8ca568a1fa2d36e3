import { FAULT_KIND_NAMES } from '../../chaos/fault-kinds';
import { planRounds, type PlannedFault } from '../../chaos/plan';

const OPTIONS = {
  seed: 7,
  faults: 503,
  faultsPerRound: 5,
  kinds: FAULT_KIND_NAMES,
  apis: 2,
  workers: 2,
  maxFaultSeconds: 12,
};
const endOf = ({ startsAfterMs, lastsMs }: PlannedFault) => startsAfterMs + lastsMs;

it('draws the same faults from the same seed, and others from another', () => {
  expect(planRounds(OPTIONS)).toEqual(planRounds(OPTIONS));
  expect(planRounds({ ...OPTIONS, seed: 8 })).not.toEqual(planRounds(OPTIONS));
});

it('draws as many as are wanted, numbered on, and every kind among them', () => {
  const rounds = planRounds(OPTIONS);
  const faults = rounds.flatMap((round) => round.faults);
  expect(rounds.map(({ number }) => number)).toEqual(rounds.map((_, index) => index + 1));
  expect(rounds.at(-1)?.faults).toHaveLength(3);
  expect(faults.map(({ number }) => number)).toEqual(Array.from({ length: 503 }, (_, index) => index + 1));
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KIND_NAMES));
});

it('lets some faults overlap, but never two of the same process', () => {
  let overlaps = 0;
  for (const { faults } of planRounds(OPTIONS)) {
    for (const [index, fault] of faults.entries()) {
      for (const other of faults.slice(index + 1)) {
        if (other.startsAfterMs >= endOf(fault)) continue;
        overlaps += 1;
        expect(other.process).not.toBe(fault.process);
      }
    }
  }
  expect(overlaps).toBeGreaterThan(20);
});

it('lets no fault last longer than is wanted', () => {
  const faults = planRounds({ ...OPTIONS, maxFaultSeconds: 2 }).flatMap((round) => round.faults);
  expect(Math.max(...faults.map(({ lastsMs }) => lastsMs))).toBeLessThanOrEqual(2_000);
});
