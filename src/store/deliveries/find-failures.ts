import type { Knex } from 'knex';
import {
  SLOW_ANSWER_MS,
  type AttemptTally,
  type DeliveryFindings,
  type FallbackTally,
} from '../../domain/deliveries/troubleshoot';

const MAX_DELIVERIES = 500;

/** Of the newest deliveries of some time: those that failed, those that are pending, and all together. */
const LOOKED_AT = `select id, uri, template_fallback, created_at from (
    select * from (select id, uri, template_fallback, created_at from deliveries
      where environment_id = :environmentId and status = 'failed' and created_at >= :since
      order by created_at desc, id desc limit :limit) failed
    union select * from (select id, uri, template_fallback, created_at from deliveries
      where environment_id = :environmentId and status = 'pending' and created_at >= :since
      order by created_at desc, id desc limit :limit) pending
    union select * from (select id, uri, template_fallback, created_at from deliveries
      where environment_id = :environmentId and created_at >= :since
      order by created_at desc, id desc limit :limit) newest
  ) looked_at`;

/** The last is a time, a space and an id: the greatest text is the newest. */
const OF_ATTEMPTS = [
  'looked_at.uri',
  'error_code',
  'http_status',
  'count(*) as number',
  'sum(case when duration_ms >= :slowMs then 1 else 0 end) as slow',
  "max(started_at || ' ' || looked_at.id) as newest",
].join(', ');
const OF_FALLBACKS = [
  'uri',
  'template_fallback as reason',
  'count(*) as number',
  "max(created_at || ' ' || id) as newest",
].join(', ');

const ATTEMPTS = `select ${OF_ATTEMPTS} from (${LOOKED_AT}) looked_at
  join attempts on attempts.delivery_id = looked_at.id group by looked_at.uri, error_code, http_status`;
const FALLBACKS = `select ${OF_FALLBACKS} from (${LOOKED_AT}) looked_at
  where template_fallback is not null group by uri, template_fallback`;

interface TallyRow {
  readonly uri: string;
  readonly number: number | string;
  readonly newest: string;
}

interface AttemptTallyRow extends TallyRow {
  readonly error_code: AttemptTally['errorCode'] | null;
  readonly http_status: number | null;
  readonly slow: number | string;
}

interface FallbackTallyRow extends TallyRow {
  readonly reason: string;
}

/** The rows themselves on SQLite, a result with rows on PostgreSQL. */
type Answer<Row> = readonly Row[] | { readonly rows: readonly Row[] };

/**
 * Counts how the attempts of an environment's newest deliveries ended: at most 500 failed ones, 500 pending ones and 500 of
 * any status, however many there are.
 *
 * @param since ISO text, UTC: deliveries that began then or later.
 */
export async function findFailures(
  db: Knex,
  environmentId: string,
  since: string,
): Promise<DeliveryFindings> {
  const values = { environmentId, since, limit: MAX_DELIVERIES };
  const [attempts, fallbacks] = await Promise.all([
    db.raw<Answer<AttemptTallyRow>>(ATTEMPTS, { ...values, slowMs: SLOW_ANSWER_MS }),
    db.raw<Answer<FallbackTallyRow>>(FALLBACKS, values),
  ]);
  return {
    attempts: rowsOf(attempts).map((row) => ({
      ...seenOf(row),
      errorCode: row.error_code ?? undefined,
      httpStatus: row.http_status ?? undefined,
      slow: Number(row.slow),
    })),
    fallbacks: rowsOf(fallbacks).map((row): FallbackTally => ({ ...seenOf(row), reason: row.reason })),
  };
}

function rowsOf<Row>(answer: Answer<Row>): readonly Row[] {
  return 'rows' in answer ? answer.rows : answer;
}

function seenOf({ uri, number, newest }: TallyRow) {
  const [lastAt = '', lastDeliveryId = ''] = newest.split(' ');
  return { uri, count: Number(number), lastAt, lastDeliveryId };
}
