import { OPERATORS } from '../../src/domain/triggers/filter/operators';
import type { SeededRandom } from './seeded-random';

const OPERATOR_NAMES = [...OPERATORS];
/** They repeat their second operand, or grow what they get. */
const EXPENSIVE = ['map', 'filter', 'reduce', 'all', 'none', 'some', 'merge', 'cat', 'in', 'missing', 'var'];
const PATHS = [
  '',
  'x',
  'x.0',
  'x.1',
  'x.0.0',
  'x.0.a',
  'a',
  'accumulator',
  'current',
  'current.a',
  'none',
  '0',
];
const LENGTHS = [0, 1, 2, 10, 30, 200];
const TEXTS = ['', 'a', '.', 'x.0', '10', 'a'.repeat(300), 'a'.repeat(2_000), '.'.repeat(1_000)];

/** A filter of the grammar, most of the size that is allowed; a few are too large. */
export function randomFilter(random: SeededRandom): Readonly<Record<string, unknown>> {
  return operation(random, 1 + random.integer(6));
}

function operation(random: SeededRandom, depth: number): Readonly<Record<string, unknown>> {
  const operator = random.pick(random.next() < 0.6 ? EXPENSIVE : OPERATOR_NAMES);
  if (operator === 'var') return { var: random.next() < 0.2 ? rule(random, depth - 1) : random.pick(PATHS) };
  const operands = Array.from({ length: 1 + random.integer(3) }, () => rule(random, depth - 1));
  return { [operator]: operands };
}

function rule(random: SeededRandom, depth: number): unknown {
  if (depth <= 0) return leaf(random);
  const choice = random.next();
  if (choice < 0.7) return operation(random, depth);
  if (choice < 0.8) return repeated(random, depth);
  return leaf(random);
}

function repeated(random: SeededRandom, depth: number): unknown[] {
  const element = random.next() < 0.5 ? leaf(random) : rule(random, depth - 2);
  return Array.from({ length: random.pick(LENGTHS) }, () => element);
}

function leaf(random: SeededRandom): unknown {
  const choice = random.next();
  if (choice < 0.6) return { var: random.pick(PATHS) };
  if (choice < 0.75) return random.pick(TEXTS);
  if (choice < 0.9) return Array.from({ length: random.pick(LENGTHS) }, () => 1);
  return random.pick([0, 1, -1, 1.5, true, false, null]);
}
