/** What is measured; `comparison` unless an option chooses another one. */
export const MEASUREMENTS = [
  'comparison',
  // Before the one whose option says how fast events come beside the purge.
  'purge',
  'open-loop',
  'waiting',
  'kill',
  'cost',
  'isolation',
  'micro',
  'budgets',
] as const;
export type MeasurementName = (typeof MEASUREMENTS)[number];

export interface BenchOption {
  /** As the usage text shows its value; absent for one that is given or not. */
  readonly value?: string;
  readonly meaning: string;
  /** As the usage text shows it. */
  readonly default?: string;
  /** The measurements that it belongs to. */
  readonly of: readonly MeasurementName[];
}

/** Bounds of a whole number. */
export interface NumberBounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** As many notification URLs as a product environment may have by default. */
const MAX_DESTINATIONS = 30;

export const NUMBERS = {
  events: { minimum: 1, maximum: 1_000_000, default: 300 },
  'in-flight': { minimum: 1, maximum: 10_000, default: 50 },
  rounds: { minimum: 1, maximum: 100, default: 3 },
  'latency-events': { minimum: 1, maximum: 100_000, default: 120 },
  seconds: { minimum: 1, maximum: 3_600, default: 60 },
  'open-loop': { minimum: 1, maximum: 10_000, default: 2 },
  'due-within': { minimum: 1, maximum: 86_400, default: 60 },
  kill: { minimum: 1, maximum: 10_000, default: 10 },
  workers: { minimum: 1, maximum: 64, default: 1 },
  purge: { minimum: 1_000, maximum: 10_000_000, default: 1_000_000 },
  generated: { minimum: 1, maximum: 1_000_000, default: 20_000 },
} as const satisfies Readonly<Record<string, NumberBounds>>;

export type NumberName = keyof typeof NUMBERS;

/** Options that take several numbers, each of which is measured; the bounds are of each. */
export const LISTS = {
  destinations: { minimum: 1, maximum: MAX_DESTINATIONS, default: 3 },
  waiting: { minimum: 1, maximum: 1_000_000, default: 1_000 },
} as const satisfies Readonly<Record<string, NumberBounds>>;

export type ListName = keyof typeof LISTS;

const LOADED = ['comparison', 'open-loop'] as const;
const TABULAR = [...LOADED, 'waiting', 'kill', 'purge', 'cost'] as const;
/** Of `--open-loop` with `--purge`. */
export const EVENTS_PER_SECOND_WHILE_PURGING = 50;

/** Every option, in the order of the usage text. */
export const OPTIONS = {
  events: {
    value: '<number>',
    meaning: 'events of each shape for the throughput; of --cost: of each kind',
    default: String(NUMBERS.events.default),
    of: ['comparison', 'cost'],
  },
  destinations: {
    value: '<number>,…',
    meaning: 'destinations of each event; a list is measured one after the other, into one table',
    default: String(LISTS.destinations.default),
    of: [...LOADED, 'kill'],
  },
  'first-attempt': {
    value: 'event|delivery|both',
    meaning: 'FIRST_ATTEMPT of the service: which workflow makes it',
    default: 'delivery; of --purge: event',
    of: [...LOADED, 'waiting', 'kill', 'purge', 'cost', 'isolation'],
  },
  'in-flight': {
    value: '<number>',
    meaning: 'events published whose receipts are awaited',
    default: String(NUMBERS['in-flight'].default),
    of: ['comparison'],
  },
  rounds: {
    value: '<number>',
    meaning: 'rounds of each shape, in turn; --events and --latency-events are shared out',
    default: String(NUMBERS.rounds.default),
    of: [...LOADED, 'kill'],
  },
  'latency-events': {
    value: '<number>',
    meaning: 'events of each shape, two a second',
    default: String(NUMBERS['latency-events'].default),
    of: ['comparison'],
  },
  seconds: {
    value: '<number>',
    meaning: 'of --open-loop, --kill: a round; of --isolation: each part; of --purge: before it',
    default: String(NUMBERS.seconds.default),
    of: ['purge', 'open-loop', 'kill', 'isolation'],
  },
  postgres: {
    meaning: 'the service on a PostgreSQL that is started for it; on a SQLite file by default',
    of: TABULAR,
  },
  database: {
    value: '<url>',
    meaning: 'the service on a database of its own on this server, postgres://…; it is dropped at the end',
    of: LOADED,
  },
  cluster: {
    meaning: 'on what "npm run cluster" starts: a Temporal server on PostgreSQL, two APIs and two workers',
    of: LOADED,
  },
  workers: {
    value: '<number>',
    meaning: 'an API and so many worker processes, on PostgreSQL; --cluster has two APIs',
    default: 'none; 2',
    of: LOADED,
  },
  json: { meaning: 'the result as JSON on standard output', of: MEASUREMENTS },
  markdown: {
    value: '<file>',
    meaning: 'the table also into this file, with the command and the machine',
    of: TABULAR,
  },
  'open-loop': {
    value: '<rate>',
    meaning: `instead: so many events a second, whatever becomes of them; beside --purge: ${EVENTS_PER_SECOND_WHILE_PURGING}`,
    of: ['purge', 'open-loop'],
  },
  waiting: {
    value: '<number>,…',
    meaning: 'instead: so many deliveries asleep before their 2nd attempt; memory, restart, lateness',
    of: ['waiting'],
  },
  'due-within': {
    value: '<seconds>',
    meaning: 'of --waiting: the period in which they all fall due',
    default: String(NUMBERS['due-within'].default),
    of: ['waiting'],
  },
  kill: {
    value: '<rate>',
    meaning: 'instead: so many events a second, and kill -9 meanwhile; what is lost, repeated and late',
    of: ['kill'],
  },
  purge: {
    value: '<number>',
    meaning: 'instead: so many events that are old enough; publishing before and while they are deleted',
    of: ['purge'],
  },
  cost: {
    meaning: 'instead: history events, writes and bytes of an event, a delivery, an attempt',
    of: ['cost'],
  },
  isolation: {
    meaning: 'instead: healthy destinations, alone and beside ones that hang',
    of: ['isolation'],
  },
  'same-host': { meaning: 'of --isolation: both kinds of URLs on one host and port', of: ['isolation'] },
  micro: { meaning: 'instead: single operations: resolving, template and signing', of: ['micro'] },
  budgets: { meaning: 'instead: the most expensive filters and payload templates', of: ['budgets'] },
  generated: {
    value: '<number>',
    meaning: 'of --budgets: generated filters, and templates',
    default: String(NUMBERS.generated.default),
    of: ['budgets'],
  },
  help: { meaning: 'this text', of: MEASUREMENTS },
} as const satisfies Readonly<Record<string, BenchOption>>;

export type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];
