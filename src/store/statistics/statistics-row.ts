import { ATTEMPT_ERROR_CODES, type AttemptErrorCode } from '../../domain/deliveries/attempt';
import { EMPTY_HISTOGRAM, type Histogram } from '../../domain/statistics/histogram';
import { STATISTIC_COUNTS, type StatisticCounts } from '../../domain/statistics/statistics';

/** How many failed attempts had which code. */
export type ErrorCounts = Readonly<Partial<Record<AttemptErrorCode, number>>>;

/** Names of the columns that hold the counts. */
export const COUNT_COLUMNS: readonly string[] = STATISTIC_COUNTS.map(countColumn);
const ANSWER_COLUMNS = EMPTY_HISTOGRAM.map((_, part) => `answer_${part}`);
const FIRST_ATTEMPT_COLUMNS = EMPTY_HISTOGRAM.map((_, part) => `first_attempt_${part}`);
/** One for each code. */
export const ERROR_COLUMNS: readonly string[] = ATTEMPT_ERROR_CODES.map(errorColumn);

/** Every column that a series of all that happened is made of. */
export const SERIES_COLUMNS: readonly string[] = [
  ...COUNT_COLUMNS,
  ...ANSWER_COLUMNS,
  ...FIRST_ATTEMPT_COLUMNS,
];

/** Every column that is added up. */
export const SUMMED_COLUMNS: readonly string[] = [...SERIES_COLUMNS, ...ERROR_COLUMNS];

/** One of the tables that hold counts of minutes and hours. */
export interface StatisticsTable {
  readonly name: string;
  /** What the counts of one row have in common. */
  readonly columns: readonly string[];
  /** Of one row. */
  readonly key: readonly string[];
}

export const BY_HOST: StatisticsTable = {
  name: 'delivery_statistics',
  columns: ['environment_id', 'destination_host', 'event_type'],
  key: ['environment_id', 'span_seconds', 'at_seconds', 'destination_host', 'event_type'],
};

export const BY_URL: StatisticsTable = {
  name: 'url_statistics',
  columns: ['environment_id', 'uri', 'event_type', 'destination_host'],
  key: ['environment_id', 'span_seconds', 'at_seconds', 'uri', 'event_type'],
};

/** Numbers by column; a text where PostgreSQL has summed. */
export type SummedRow = Readonly<Record<string, number | string>>;

function countColumn(name: string): string {
  return name === 'firstTry' ? 'first_try' : name;
}

function errorColumn(code: AttemptErrorCode): string {
  return `error_${code}`;
}

export function countsToRow(
  counts: StatisticCounts & { readonly errors: ErrorCounts },
): Readonly<Record<string, number>> {
  const parts = (columns: readonly string[], histogram: Histogram) =>
    columns.map((column, part) => [column, histogram[part] ?? 0] as const);
  return Object.fromEntries([
    ...STATISTIC_COUNTS.map((name) => [countColumn(name), counts[name]] as const),
    ...parts(ANSWER_COLUMNS, counts.answer),
    ...parts(FIRST_ATTEMPT_COLUMNS, counts.firstAttempt),
    ...ATTEMPT_ERROR_CODES.map((code) => [errorColumn(code), counts.errors[code] ?? 0] as const),
  ]);
}

export function countsFromRow(row: SummedRow): StatisticCounts {
  const numberOf = (column: string) => Number(row[column] ?? 0);
  return {
    accepted: numberOf('accepted'),
    delivered: numberOf('delivered'),
    failed: numberOf('failed'),
    cancelled: numberOf('cancelled'),
    attempts: numberOf('attempts'),
    rejected: numberOf('rejected'),
    unreachable: numberOf('unreachable'),
    firstTry: numberOf('first_try'),
    answer: ANSWER_COLUMNS.map(numberOf),
    firstAttempt: FIRST_ATTEMPT_COLUMNS.map(numberOf),
  };
}

/** Failed attempts of a row by their codes; what there is none of is left out. */
export function errorsFromRow(row: SummedRow): ErrorCounts {
  const found = ATTEMPT_ERROR_CODES.map((code) => [code, Number(row[errorColumn(code)] ?? 0)] as const);
  return Object.fromEntries(found.filter(([, count]) => count > 0));
}
