import type { Knex } from 'knex';
import {
  SLOW_ANSWER_MS,
  type AttemptTally,
  type DeliveryFindings,
  type FallbackTally,
} from '../../domain/deliveries/troubleshoot';
import { rowsOf, type RawAnswer } from '../database/rows';
import { NOT_A_TEST } from './delivery-row';

const MAX_DELIVERIES = 500;

/** Of the newest deliveries of some time: those that failed, those that are pending, and all together. */
const LOOKED_AT = ["status = 'failed'", "status = 'pending'", 'true'].map(newestThat).join(' union ');

function newestThat(condition: string): string {
  return `select * from (select id, uri, template_fallback, created_at from deliveries
    where environment_id = :environmentId and ${condition} and ${NOT_A_TEST} and created_at >= :since
    order by created_at desc, id desc limit :limit) part`;
}

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

/**
 * Counts how the attempts of an environment's newest deliveries ended: at most 500 failed ones, 500 pending ones and 500 of
 * any status, however many there are. Tests are left out.
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
    db.raw<RawAnswer<AttemptTallyRow>>(ATTEMPTS, { ...values, slowMs: SLOW_ANSWER_MS }),
    db.raw<RawAnswer<FallbackTallyRow>>(FALLBACKS, values),
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

function seenOf({ uri, number, newest }: TallyRow) {
  const [lastAt = '', lastDeliveryId = ''] = newest.split(' ');
  return { uri, count: Number(number), lastAt, lastDeliveryId };
}
