import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/commands/parse-command-line';
import { FAULT_KIND_NAMES, isFaultKind, type FaultKindName } from './fault-kinds';

export interface ChaosOptions {
  readonly faults: number;
  readonly faultsPerRound: number;
  readonly seed: number;
  readonly shape: 'single' | 'cluster';
  readonly eventsPerSecond: number;
  readonly maxFaultSeconds: number;
  readonly kinds: readonly FaultKindName[];
  /** Absolute or relative path of a file that gets the table; standard output alone when absent. */
  readonly table: string | undefined;
  readonly help: boolean;
}

const NUMBERS = {
  faults: { default: 100, maximum: 100_000, meaning: 'how many in all' },
  'faults-per-round': {
    default: 5,
    maximum: 100,
    meaning: 'after so many everything heals, and is compared',
  },
  'events-per-second': { default: 2, maximum: 100, meaning: 'that are published meanwhile' },
  'max-fault-seconds': { default: 12, maximum: 300, meaning: 'the longest that a fault may last' },
} as const;

const MAX_SEED = 2 ** 31 - 1;
const SHAPES = ['single', 'cluster'] as const;

/**
 * Reads the command line.
 *
 * @throws UsageError, one line, for an option that is unknown or has a value that it cannot have.
 */
export function parseOptions(args: readonly string[]): ChaosOptions {
  const values = rawValues(args);
  const number = (name: keyof typeof NUMBERS) =>
    wholeNumber(name, values[name], { minimum: 1, ...NUMBERS[name] });
  const shape = SHAPES.find((each) => each === (values.shape ?? 'cluster'));
  if (shape === undefined) throw new UsageError(`--shape ${values.shape}: expected ${SHAPES.join(' or ')}`);
  return {
    faults: number('faults'),
    faultsPerRound: number('faults-per-round'),
    eventsPerSecond: number('events-per-second'),
    maxFaultSeconds: number('max-fault-seconds'),
    seed: wholeNumber('seed', values.seed, { minimum: 0, maximum: MAX_SEED, default: randomInt(MAX_SEED) }),
    shape,
    kinds: parseKinds(values.kinds),
    table: values.table,
    help: values.help ?? false,
  };
}

export function usage(): string {
  const lines = [
    ...Object.entries(NUMBERS).map(([name, { meaning, default: usual }]) => [
      `--${name} <number>`,
      `${meaning} (${usual})`,
    ]),
    ['--seed <number>', 'draws the same faults again (at random)'],
    [
      '--shape single|cluster',
      'one API, one worker and a dev server, or what "npm run cluster" starts (cluster)',
    ],
    ['--kinds <kind>,…', 'only these kinds of faults (all)'],
    ['--table <file>', 'the table as Markdown, also into this file'],
    ['--help', 'this text'],
  ];
  return [
    'usage: npm run chaos [-- options]',
    '',
    'Publishes events while processes are killed and stopped, networks go silent, disks fill up and people interfere;',
    'then everything heals, and what the receivers, the database and Temporal say is compared with what was promised.',
    'Exit code 1: some promise was not kept.',
    '',
    ...lines.map(([option = '', meaning = '']) => `  ${option.padEnd(30)}${meaning}`),
    '',
    `Kinds: ${FAULT_KIND_NAMES.join(', ')}`,
    '',
  ].join('\n');
}

function rawValues(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = {
      faults: text,
      'faults-per-round': text,
      'events-per-second': text,
      'max-fault-seconds': text,
      seed: text,
      shape: text,
      kinds: text,
      table: text,
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('\n', 1);
    throw new UsageError(`${problem.replace(/\. .*$|\.$/, '')}; --help lists the options`);
  }
}

function wholeNumber(
  name: string,
  text: string | undefined,
  { minimum, maximum, default: usual }: { minimum: number; maximum: number; default: number },
): number {
  if (text === undefined) return usual;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new UsageError(`--${name} ${text}: expected a whole number from ${minimum} to ${maximum}`);
}

function parseKinds(text: string | undefined): readonly FaultKindName[] {
  if (text === undefined) return FAULT_KIND_NAMES;
  return text.split(',').map((name) => {
    if (isFaultKind(name)) return name;
    throw new UsageError(`--kinds ${name}: expected some of ${FAULT_KIND_NAMES.join(', ')}`);
  });
}
