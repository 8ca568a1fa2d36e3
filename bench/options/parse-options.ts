import { parseArgs } from 'node:util';
import { UsageError } from '../../src/commands/parse-command-line';
import type { ShapeName } from '../shape';
import {
  EVENTS_PER_SECOND_WHILE_PURGING,
  LISTS,
  MEASUREMENTS,
  NUMBERS,
  OPTION_NAMES,
  OPTIONS,
  type BenchOption,
  type ListName,
  type MeasurementName,
  type NumberBounds,
  type NumberName,
  type OptionName,
} from './option-table';

/** The shapes of the service that are measured. */
export type FirstAttempt = Exclude<ShapeName, 'bare'>;

export interface BenchOptions {
  readonly measurement: MeasurementName;
  /** Of each shape in the throughput part, in all rounds together; of `cost`, of each kind. */
  readonly events: number;
  /** Numbers of destinations, measured one after the other. */
  readonly destinations: readonly number[];
  readonly firstAttempts: readonly FirstAttempt[];
  readonly inFlight: number;
  readonly rounds: number;
  /** Events of each shape in the latency part, in all rounds together. */
  readonly latencyEvents: number;
  readonly seconds: number;
  /** The embedded PostgreSQL, started for the measurement. */
  readonly postgres: boolean;
  /** A PostgreSQL server that runs; a SQLite file when absent, without `postgres` and `cluster`. */
  readonly database: string | undefined;
  /** The engine of docker-compose.yml, and its two APIs, instead of one process and a dev server. */
  readonly cluster: boolean;
  /** Worker processes beside the API's; `undefined`: one process is both. */
  readonly workers: number | undefined;
  readonly json: boolean;
  /** Absolute or relative path of a file that gets the table. */
  readonly markdown: string | undefined;
  readonly eventsPerSecond: number;
  /** Numbers of sleepers, measured one after the other. */
  readonly waiting: readonly number[];
  readonly dueWithinSeconds: number;
  /** Events that are old enough to go. */
  readonly purge: number;
  /** Filters, and templates, that `budgets` makes besides its corpus. */
  readonly generated: number;
  /** Of `isolation`: all URLs on one host and port. */
  readonly sameHost: boolean;
  readonly help: boolean;
}

type Values = Partial<Record<OptionName, string | boolean>>;

const CLUSTER_WORKERS = 2;

/**
 * Reads the command line.
 *
 * @throws UsageError, one line, for an option that is unknown, has a value that it cannot have, or does not go with another.
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const values = rawValues(args);
  const measurement = chosenMeasurement(values);
  if (!values.help) refuseStrangers(values, measurement);
  const number = (name: NumberName) => wholeNumber(name, textOf(values, name), NUMBERS[name]);
  const cluster = values.cluster === true;
  const options: BenchOptions = {
    measurement,
    events: number('events'),
    destinations: numberList('destinations', textOf(values, 'destinations')),
    firstAttempts: firstAttempts(textOf(values, 'first-attempt'), measurement),
    inFlight: number('in-flight'),
    rounds: number('rounds'),
    latencyEvents: number('latency-events'),
    seconds: number('seconds'),
    postgres: values.postgres === true,
    database: postgresUrl(textOf(values, 'database')),
    cluster,
    workers: values.workers === undefined ? (cluster ? CLUSTER_WORKERS : undefined) : number('workers'),
    json: values.json === true,
    markdown: fileName(textOf(values, 'markdown')),
    eventsPerSecond: eventsPerSecond(values, measurement),
    waiting: numberList('waiting', textOf(values, 'waiting')),
    dueWithinSeconds: number('due-within'),
    purge: number('purge'),
    generated: number('generated'),
    sameHost: values['same-host'] === true,
    help: values.help === true,
  };
  refuseCombinations(options);
  return options;
}

function rawValues(args: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries<BenchOption>(OPTIONS).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('\n', 1);
    throw new UsageError(`${problem.replace(/\. .*$|\.$/, '')}; --help lists the options`);
  }
}

/** The first in the table wins over none: two of them are refused as strangers to each other. */
function chosenMeasurement(values: Values): MeasurementName {
  return MEASUREMENTS.find((name) => name !== 'comparison' && values[name] !== undefined) ?? 'comparison';
}

/** @throws UsageError for an option that the measurement would ignore. */
function refuseStrangers(values: Values, measurement: MeasurementName): void {
  for (const name of OPTION_NAMES) {
    const { of }: BenchOption = OPTIONS[name];
    if (values[name] === undefined || of.includes(measurement)) continue;
    const wanted = of.filter((each) => each !== 'comparison').map((each) => `--${each}`);
    const isOfComparison = of.includes('comparison');
    const message =
      measurement === 'comparison'
        ? `expected with ${wanted.join(' or ')}`
        : isOfComparison || (MEASUREMENTS as readonly string[]).includes(name)
          ? `expected without --${measurement}`
          : `expected with ${wanted.join(' or ')}, not with --${measurement}`;
    throw new UsageError(`--${name}: ${message}`);
  }
}

/** @throws UsageError for options that each are right, and not together. */
function refuseCombinations({
  measurement,
  cluster,
  postgres,
  database,
  workers,
  firstAttempts: shapes,
  rounds,
  ...numbers
}: BenchOptions): void {
  if (cluster && database !== undefined) {
    throw new UsageError('--database: expected without --cluster, which brings its own');
  }
  if (cluster && postgres)
    throw new UsageError('--postgres: expected without --cluster, which brings its own');
  if (postgres && database !== undefined) {
    throw new UsageError('--postgres: expected without --database, which names one that runs');
  }
  if (workers !== undefined && !cluster && !postgres && database === undefined) {
    throw new UsageError(
      '--workers: expected with --postgres, --database or --cluster, since processes share no SQLite file',
    );
  }
  if (shapes.length > 1 && measurement !== 'comparison' && measurement !== 'open-loop') {
    throw new UsageError(
      `--first-attempt both: expected event or delivery with --${measurement}, which measures one`,
    );
  }
  if (numbers.destinations.length > 1 && measurement === 'kill') {
    throw new UsageError('--destinations: expected one number with --kill');
  }
  if (measurement !== 'comparison') return;
  for (const [name, events] of [
    ['events', numbers.events],
    ['latency-events', numbers.latencyEvents],
  ] as const) {
    if (events >= rounds) continue;
    throw new UsageError(`--${name} ${events}: expected at least one for each of the ${rounds} rounds`);
  }
}

function textOf(values: Values, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  { minimum, maximum, default: usual }: NumberBounds,
): number {
  if (text === undefined) return usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new UsageError(`--${name} ${text}: expected a whole number from ${minimum} to ${maximum}`);
}

function numberList(name: ListName, text: string | undefined): readonly number[] {
  const { minimum, maximum, default: usual } = LISTS[name];
  if (text === undefined) return [usual];
  const numbers = text.split(',').map((each) => (/^\d{1,9}$/.test(each) ? Number(each) : NaN));
  const areRight = numbers.every((each) => each >= minimum && each <= maximum);
  if (areRight && new Set(numbers).size === numbers.length) return numbers;
  throw new UsageError(
    `--${name} ${text}: expected different whole numbers from ${minimum} to ${maximum}, separated by commas`,
  );
}

function eventsPerSecond(values: Values, measurement: MeasurementName): number {
  const name = measurement === 'kill' ? 'kill' : 'open-loop';
  const usual = measurement === 'purge' ? EVENTS_PER_SECOND_WHILE_PURGING : NUMBERS[name].default;
  return wholeNumber(name, textOf(values, name), { ...NUMBERS[name], default: usual });
}

function firstAttempts(text: string | undefined, measurement: MeasurementName): readonly FirstAttempt[] {
  switch (text) {
    case undefined:
      return [measurement === 'purge' ? 'event' : 'delivery'];
    case 'delivery':
    case 'event':
      return [text];
    case 'both':
      return ['delivery', 'event'];
    default:
      throw new UsageError(`--first-attempt ${text}: expected event, delivery or both`);
  }
}

function postgresUrl(text: string | undefined): string | undefined {
  if (text === undefined || (/^postgres(ql)?:\/\/[^/]/.test(text) && URL.canParse(text))) return text;
  throw new UsageError('--database: expected postgres://<user>@<host>/<database>');
}

function fileName(text: string | undefined): string | undefined {
  if (text === '') throw new UsageError('--markdown: got an empty name, expected a file');
  return text;
}
