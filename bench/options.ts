import { parseArgs } from 'node:util';
import { UsageError } from '../src/commands/parse-command-line';

export interface BenchOptions {
  /** Events of each shape in the throughput part, in all rounds together. */
  readonly events: number;
  readonly destinations: number;
  readonly inFlight: number;
  readonly rounds: number;
  /** Events of each shape in the latency part, in all rounds together. */
  readonly latencyEvents: number;
  /** Of each part of `isolation`. */
  readonly seconds: number;
  /** Filters, and templates, that `budgets` makes besides its corpus. */
  readonly generated: number;
  /** A PostgreSQL server; a SQLite file when absent. */
  readonly database: string | undefined;
  /** The shape of docker-compose.yml instead of one process and a dev server. */
  readonly cluster: boolean;
  readonly json: boolean;
  readonly micro: boolean;
  readonly budgets: boolean;
  readonly isolation: boolean;
  /** Of `isolation`: all URLs on one host and port. */
  readonly sameHost: boolean;
  readonly help: boolean;
}

/** As many notification URLs as a product environment may have by default. */
const MAX_DESTINATIONS = 30;

interface Setting {
  readonly default: number;
  readonly maximum: number;
  readonly meaning: string;
}

const SETTINGS = {
  events: { default: 300, maximum: 1_000_000, meaning: 'events of each shape, for the throughput' },
  destinations: { default: 3, maximum: MAX_DESTINATIONS, meaning: 'destinations of each event' },
  'in-flight': { default: 50, maximum: 10_000, meaning: 'events published whose receipts are awaited' },
  rounds: { default: 3, maximum: 100, meaning: 'rounds of each shape, in turn; the events are shared out' },
  'latency-events': { default: 120, maximum: 100_000, meaning: 'events of each shape, two a second' },
  seconds: { default: 60, maximum: 3_600, meaning: 'of --isolation: length of each of its two parts' },
  generated: {
    default: 20_000,
    maximum: 1_000_000,
    meaning: 'of --budgets: generated filters, and templates',
  },
} as const satisfies Readonly<Record<string, Setting>>;

type SettingName = keyof typeof SETTINGS;

/**
 * Reads the command line.
 *
 * @throws UsageError, one line, for an option that is unknown or has a value that it cannot have.
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const values = rawValues(args);
  const number = (name: SettingName) => wholeNumber(name, values[name]);
  const options = {
    events: number('events'),
    destinations: number('destinations'),
    inFlight: number('in-flight'),
    rounds: number('rounds'),
    latencyEvents: number('latency-events'),
    seconds: number('seconds'),
    generated: number('generated'),
    database: postgresUrl(values.database),
    cluster: values.cluster ?? false,
    json: values.json ?? false,
    micro: values.micro ?? false,
    budgets: values.budgets ?? false,
    isolation: values.isolation ?? false,
    sameHost: values['same-host'] ?? false,
    help: values.help ?? false,
  };
  if (options.cluster && options.database !== undefined) {
    throw new UsageError('--database: expected none, since --cluster brings its own');
  }
  if (options.sameHost && !options.isolation) throw new UsageError('--same-host: expected with --isolation');
  for (const name of ['events', 'latency-events'] as const) {
    const events = number(name);
    if (events < options.rounds) {
      throw new UsageError(
        `--${name} ${events}: expected at least one for each of the ${options.rounds} rounds`,
      );
    }
  }
  return options;
}

export function usage(): string {
  const settings = Object.entries<Setting>(SETTINGS).map(
    ([name, setting]) => [`--${name} <number>`, `${setting.meaning} (${setting.default})`] as const,
  );
  const lines = [
    ...settings,
    [
      '--database <url>',
      'postgres://… of a server; a database of its own is made on it and dropped (a SQLite file)',
    ],
    [
      '--cluster',
      'on what "npm run cluster" starts: a Temporal server on PostgreSQL, two APIs and two workers',
    ],
    ['--json', 'the result as JSON on standard output'],
    ['--micro', 'single operations instead: resolving, template and signing'],
    ['--budgets', 'the most expensive filters and payload templates instead: what they cost'],
    ['--isolation', 'healthy destinations instead, alone and beside ones that hang'],
    ['--same-host', 'of --isolation: both kinds of URLs on one host and port'],
    ['--help', 'this text'],
  ];
  const listed = lines.map(([option = '', meaning = '']) => `  ${option.padEnd(28)}${meaning}`);
  return [
    'usage: npm run bench -- [options]',
    '',
    'Publishes events through the whole service and, in the same run on the same engine, through the',
    'bare shape: the same workflows without a service around them. Prints both, and their ratios.',
    '',
    ...listed,
    '',
  ].join('\n');
}

function rawValues(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        events: text,
        destinations: text,
        'in-flight': text,
        rounds: text,
        'latency-events': text,
        seconds: text,
        generated: text,
        database: text,
        cluster: flag,
        json: flag,
        micro: flag,
        budgets: flag,
        isolation: flag,
        'same-host': flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('\n', 1);
    throw new UsageError(`${problem.replace(/\. .*$|\.$/, '')}; --help lists the options`);
  }
}

function wholeNumber(name: SettingName, text: string | undefined): number {
  const setting: Setting = SETTINGS[name];
  if (text === undefined) return setting.default;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= setting.maximum) return value;
  throw new UsageError(`--${name} ${text}: expected a whole number from 1 to ${setting.maximum}`);
}

function postgresUrl(text: string | undefined): string | undefined {
  if (text === undefined || (/^postgres(ql)?:\/\/[^/]/.test(text) && URL.canParse(text))) return text;
  throw new UsageError('--database: expected postgres://<user>@<host>/<database>');
}
