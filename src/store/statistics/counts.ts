import type { Knex } from 'knex';
import { ATTEMPT_ERROR_CODES, type AttemptErrorCode } from '../../domain/deliveries/attempt';
import {
  NO_COUNTS,
  addHistograms,
  BOUNDS_MS,
  EMPTY_HISTOGRAM,
  STATISTIC_COUNTS,
  type StatisticCounts,
  type Histogram,
} from '../../domain/statistics/statistics';
import { isPostgres, rowsOf, type RawAnswer } from '../database/reads';

/** Counts of one minute that have these in common. */
export interface MinuteCounts extends StatisticCounts {
  readonly environmentId: string;
  /** Empty for accepted events, and where a delivery has none. */
  readonly destinationHost: string;
  readonly eventType: string;
  /** Failed attempts. */
  readonly errors: ErrorCounts;
}

/** How many failed attempts had which code. */
type ErrorCounts = Readonly<Partial<Record<AttemptErrorCode, number>>>;

/** Counts of one minute by host, and by the URLs of triggers. */
interface CountedMinute {
  readonly byHost: readonly MinuteCounts[];
  readonly byUrl: readonly (MinuteCounts & { readonly uri: string })[];
}

interface Group {
  readonly environment_id: string;
  readonly host: string;
  /** Empty unless a trigger named it. */
  readonly uri: string;
  readonly event_type: string;
  /** `acknowledged`: a notification in a channel, which is delivered without an attempt. */
  readonly what:
    'accepted' | 'failed' | 'cancelled' | 'acknowledged' | 'delivered' | 'rejected' | 'unreachable';
  /** 0 or 1. */
  readonly is_first: number | string;
  /** Empty unless an attempt failed. */
  readonly error_code: AttemptErrorCode | '';
  /** Parts of the histograms; -1 for none. */
  readonly answer_part: number | string;
  readonly first_part: number | string;
  /** A text on PostgreSQL. */
  readonly number: number | string;
}

const SINCE_RECEIPT_MS = {
  sqlite: `(julianday(a.started_at) - julianday(e.received_at)) * 86400000`,
  pg: `extract(epoch from a.started_at::timestamptz - e.received_at::timestamptz) * 1000`,
};

/**
 * Counts what happened in some time, tests apart, of every product environment.
 *
 * @param from included, `to` excluded: ISO text, UTC.
 */
export async function countMinute(db: Knex, from: string, to: string): Promise<CountedMinute> {
  const byHost = new Map<string, MinuteCounts>();
  const byUrl = new Map<string, MinuteCounts & { readonly uri: string }>();
  for (const sql of statementsOf(isPostgres(db) ? SINCE_RECEIPT_MS.pg : SINCE_RECEIPT_MS.sqlite)) {
    for (const group of rowsOf(await db.raw<RawAnswer<Group>>(sql, [from, to]))) {
      const { uri } = group;
      const hostKey = JSON.stringify([group.environment_id, group.host, group.event_type]);
      byHost.set(hostKey, withGroup(byHost.get(hostKey) ?? nothingOf(group), group));
      if (uri === '') continue;
      const urlKey = JSON.stringify([group.environment_id, uri, group.event_type]);
      byUrl.set(urlKey, withGroup(byUrl.get(urlKey) ?? { ...nothingOf(group), uri }, group));
    }
  }
  return { byHost: inOrder(byHost), byUrl: inOrder(byUrl) };
}

const HOST = `coalesce(d.destination_host, '')`;

/** A producer may name another URL in each event; those of triggers have a limit. Source: docs/decisions.md D71. */
const URL_OF_TRIGGER = `case when d.trigger_ids = '[]' then '' else d.uri end`;

/** Times of attempts, of acceptance, of acknowledgement and of ends: each text has an index that begins with it. */
function statementsOf(sinceReceiptMs: string): readonly string[] {
  return [
    `select d.environment_id, ${HOST} as host, ${URL_OF_TRIGGER} as uri, d.event_type, a.outcome_kind as what,
      coalesce(a.error_code, '') as error_code,
      case when a.attempt_number = 1 then 1 else 0 end as is_first,
      case when a.outcome_kind = 'unreachable' then -1 else ${partOf('a.duration_ms')} end as answer_part,
      case when a.attempt_number <> 1 then -1 else ${partOf(sinceReceiptMs)} end as first_part,
      count(*) as number
    from attempts a
    join deliveries d on d.id = a.delivery_id
    join events e on e.environment_id = d.environment_id and e.event_id = d.event_id
    where a.started_at >= ? and a.started_at < ? and not d.is_test
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    `select d.environment_id, ${HOST} as host, ${URL_OF_TRIGGER} as uri, d.event_type, d.status as what,
      '' as error_code, 0 as is_first,
      -1 as answer_part, -1 as first_part, count(*) as number
    from deliveries d
    where d.status in ('failed', 'cancelled') and d.updated_at >= ? and d.updated_at < ? and not d.is_test
    group by 1, 2, 3, 4, 5`,
    `select d.environment_id, ${HOST} as host, ${URL_OF_TRIGGER} as uri, d.event_type, 'acknowledged' as what,
      '' as error_code, case when m.claims = 1 then 1 else 0 end as is_first,
      -1 as answer_part, -1 as first_part, count(*) as number
    from poll_messages m
    join deliveries d on d.id = m.delivery_id
    where m.ended_at >= ? and m.ended_at < ? and d.status = 'delivered' and not d.is_test
    group by 1, 2, 3, 4, 7`,
    `select e.environment_id, '' as host, '' as uri, e.event_type, 'accepted' as what,
      '' as error_code, 0 as is_first,
      -1 as answer_part, -1 as first_part, count(*) as number
    from product_environments p
    join events e on e.environment_id = p.id and e.received_at >= ? and e.received_at < ?
    where e.test_trigger_id is null
    group by 1, 4`,
  ];
}

function partOf(ms: string): string {
  const parts = BOUNDS_MS.map((bound, part) => `when ${ms} <= ${bound} then ${part}`);
  return `case ${parts.join(' ')} else ${BOUNDS_MS.length} end`;
}

/** One order for all processes: two that write the same rows never wait for each other. */
function inOrder<Counts>(counts: ReadonlyMap<string, Counts>): readonly Counts[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function nothingOf({ environment_id: environmentId, host, event_type: eventType }: Group): MinuteCounts {
  return { environmentId, destinationHost: host, eventType, ...NO_COUNTS, errors: {} };
}

function withGroup<Counts extends MinuteCounts>(counts: Counts, group: Group): Counts {
  const number = Number(group.number);
  const { error_code: code } = group;
  const what = group.what === 'acknowledged' ? 'delivered' : group.what;
  const isAttempt = !['accepted', 'failed', 'cancelled', 'acknowledged'].includes(group.what);
  const isFirstTry = what === 'delivered' && Number(group.is_first) === 1;
  const inPart = (part: number | string) =>
    EMPTY_HISTOGRAM.map((_, index) => (index === Number(part) ? number : 0));
  return {
    ...counts,
    [what]: counts[what] + number,
    attempts: counts.attempts + (isAttempt ? number : 0),
    firstTry: counts.firstTry + (isFirstTry ? number : 0),
    answer: addHistograms(counts.answer, inPart(group.answer_part)),
    firstAttempt: addHistograms(counts.firstAttempt, inPart(group.first_part)),
    ...(code !== '' && { errors: { ...counts.errors, [code]: (counts.errors[code] ?? 0) + number } }),
  };
}

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

function countColumn(name: string): string {
  return name === 'firstTry' ? 'first_try' : name;
}

function errorColumn(code: AttemptErrorCode): string {
  return `error_${code}`;
}

/** Numbers by column; a text where PostgreSQL has summed. */
export type SummedRow = Readonly<Record<string, number | string>>;

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
