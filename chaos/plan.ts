import { SeededRandom } from '../bench/budgets/seeded-random';
import { FAULT_KINDS, type FaultKindName } from './fault-kinds';

export interface PlannedFault {
  /** 1-based, over all rounds. */
  readonly number: number;
  /** 1-based. */
  readonly round: number;
  readonly kind: FaultKindName;
  /** Name of the process that it hits, or from which the link goes; empty for what hits no single one. */
  readonly process: string;
  readonly startsAfterMs: number;
  readonly lastsMs: number;
  /** For choices that are made when it happens. */
  readonly seed: number;
}

export interface PlannedRound {
  /** 1-based. */
  readonly number: number;
  readonly faults: readonly PlannedFault[];
  /** For the events that are published meanwhile. */
  readonly seed: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly faults: number;
  readonly faultsPerRound: number;
  readonly kinds: readonly FaultKindName[];
  readonly apis: number;
  readonly workers: number;
  /** No fault lasts longer, whatever its kind says. */
  readonly maxFaultSeconds: number;
}

const OVERLAP_SHARE = 0.3;
const GAP_MS = { least: 500, most: 2_500 };
const WARM_UP_MS = 1_000;

/** Draws all faults; the same seed gives the same ones at the same times. Pure. */
export function planRounds(options: PlanOptions): PlannedRound[] {
  const random = new SeededRandom(options.seed);
  const rounds: PlannedRound[] = [];
  for (let first = 1; first <= options.faults; first += options.faultsPerRound) {
    const count = Math.min(options.faultsPerRound, options.faults - first + 1);
    const round = rounds.length + 1;
    rounds.push({
      number: round,
      seed: random.integer(2 ** 31 - 1),
      faults: planFaults(random, options, { round, first, count }),
    });
  }
  return rounds;
}

function planFaults(
  random: SeededRandom,
  options: PlanOptions,
  { round, first, count }: { readonly round: number; readonly first: number; readonly count: number },
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  let healedMs = WARM_UP_MS;
  for (let number = first; number < first + count; number++) {
    const previous = faults.at(-1);
    const drawn = { ...drawFault(random, options, number), round };
    const gapMs = between(random, GAP_MS);
    const overlaps = random.next() < OVERLAP_SHARE;
    const besideMs = (previous?.startsAfterMs ?? WARM_UP_MS) + gapMs;
    const underWay = faults.filter((fault) => fault.startsAfterMs + fault.lastsMs >= besideMs);
    const isBeside = overlaps && underWay.every((fault) => mayOverlap(fault, drawn));
    const startsAfterMs = isBeside ? besideMs : healedMs + gapMs;
    faults.push({ ...drawn, startsAfterMs });
    healedMs = Math.max(healedMs, startsAfterMs + drawn.lastsMs);
  }
  return faults;
}

function drawFault(
  random: SeededRandom,
  { kinds, apis, workers, maxFaultSeconds }: PlanOptions,
  number: number,
): Omit<PlannedFault, 'startsAfterMs' | 'round'> {
  const kind = random.pick(kinds);
  const { target, lastsSeconds } = FAULT_KINDS[kind];
  const processes = [...numbered('api', apis), ...numbered('worker', workers)];
  const candidates = {
    api: numbered('api', apis),
    worker: numbered('worker', workers),
    service: processes,
    temporal: ['temporal'],
    postgres: ['postgres'],
    'postgres link': processes,
    'temporal link': processes,
    load: [''],
  }[target];
  const lastsMs = between(random, {
    least: Math.min(lastsSeconds.least, maxFaultSeconds) * 1000,
    most: Math.min(lastsSeconds.most, maxFaultSeconds) * 1000,
  });
  const process = kind === 'rolling restart' ? '' : random.pick(candidates);
  return { number, kind, process, lastsMs, seed: random.integer(2 ** 31 - 1) };
}

/** Two faults of one process at a time would heal each other; a rolling restart hits all of them. */
function mayOverlap(one: PlannedFault, other: Pick<PlannedFault, 'kind' | 'process'>): boolean {
  if (one.kind === 'rolling restart' || other.kind === 'rolling restart') return false;
  return one.process !== other.process;
}

function numbered(role: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${role}-${index + 1}`);
}

function between(random: SeededRandom, { least, most }: { least: number; most: number }): number {
  return least + random.integer(most - least);
}
