import type { SeededRandom } from './seeded-random';

const NAMES = [
  ...[
    'raw',
    'raw.x',
    'raw.x.0',
    'raw.x.1',
    'raw.x.0.0',
    'raw.x.0.a',
    'raw.none',
    'event.type',
    'asset',
    'eager',
  ],
  ...[`raw.x.0${'.a'.repeat(29)}`, `raw.${'b'.repeat(250)}`],
];
const INNER_NAMES = [...NAMES, '.', '.', 'a', 'none'];
const TEXTS = ['', ' ', '\n', 'a', '"', 'ж'.repeat(20), ' '.repeat(20), 'a'.repeat(200), '{{! comment }}'];
const MISTAKES = ['{{', '{{=', '{{/raw}}', '{{>a}}', '{{{a'];
const PLACEHOLDERS = [['{{', '}}'] as const, ['{{{', '}}}'] as const, ['{{&', '}}'] as const];

const MAX_CHARACTERS = 15_000;

interface Scope {
  readonly depth: number;
  readonly names: readonly string[];
  /** Of one piece. */
  readonly mistakeProbability: number;
}

/** A payload template of the grammar; about one in eight contains what is refused. */
export function randomTemplate(random: SeededRandom): Readonly<Record<string, unknown>> {
  const mistakeProbability = random.next() < 0.12 ? 0.1 : 0;
  const distinct = random.pick([1, 1, 2, 5, 40]);
  const leaves = Array.from({ length: distinct }, () =>
    content(random, { depth: 1 + random.integer(5), names: NAMES, mistakeProbability }),
  );
  const characters = JSON.stringify(leaves).length;
  const times = random.next() < 0.5 ? 1 : Math.max(1, Math.floor(MAX_CHARACTERS / characters));
  return { a: Array.from({ length: times }, () => leaves).flat() };
}

function content(random: SeededRandom, scope: Scope): string {
  const pieces = 1 + random.integer(random.pick([1, 3, 12]));
  let text = '';
  for (let count = 0; count < pieces && text.length < MAX_CHARACTERS / 8; count++)
    text += piece(random, scope);
  return text;
}

function piece(random: SeededRandom, scope: Scope): string {
  const { depth, names, mistakeProbability } = scope;
  if (random.next() < mistakeProbability) return random.pick(MISTAKES);
  const choice = random.next();
  const name = random.pick(names);
  if (depth > 0 && choice < 0.4) {
    return `{{#${name}}}${content(random, { ...scope, depth: depth - 1, names: INNER_NAMES })}{{/${name}}}`;
  }
  if (depth > 0 && choice < 0.5)
    return `{{^${name}}}${content(random, { ...scope, depth: depth - 1 })}{{/${name}}}`;
  if (choice < 0.7) return random.pick(TEXTS);
  const [open, close] = random.pick(PLACEHOLDERS);
  return open + name + close;
}
