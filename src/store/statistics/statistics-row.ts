import { EMPTY_HISTOGRAM, type Histogram } from '../../domain/statistics/histogram';
import { STATISTIC_COUNTS, type StatisticCounts } from '../../domain/statistics/statistics';

/** Names of the columns that hold the counts. */
export const COUNT_COLUMNS: readonly string[] = STATISTIC_COUNTS.map(countColumn);

const ANSWER_COLUMNS = EMPTY_HISTOGRAM.map((_, part) => `answer_${part}`);
const FIRST_ATTEMPT_COLUMNS = EMPTY_HISTOGRAM.map((_, part) => `first_attempt_${part}`);

/** Every column that is summed. */
export const SUMMED_COLUMNS: readonly string[] = [
  ...COUNT_COLUMNS,
  ...ANSWER_COLUMNS,
  ...FIRST_ATTEMPT_COLUMNS,
];

/** Numbers by column; a text where PostgreSQL has summed. */
export type SummedRow = Readonly<Record<string, number | string>>;

function countColumn(name: string): string {
  return name === 'firstTry' ? 'first_try' : name;
}

export function countsToRow(counts: StatisticCounts): Readonly<Record<string, number>> {
  const parts = (columns: readonly string[], histogram: Histogram) =>
    columns.map((column, part) => [column, histogram[part] ?? 0] as const);
  return Object.fromEntries([
    ...STATISTIC_COUNTS.map((name) => [countColumn(name), counts[name]] as const),
    ...parts(ANSWER_COLUMNS, counts.answer),
    ...parts(FIRST_ATTEMPT_COLUMNS, counts.firstAttempt),
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
