import type { Knex } from 'knex';
import { rowsOf, type RawAnswer } from '../database/rows';
import { NOT_A_TEST } from './delivery-row';

const DAY_MS = 86_400_000;

/**
 * Hosts with failures are looked for among the newest 10,000 deliveries that have failed within a day, and as many pending
 * ones; of each host, the newest 200 deliveries say whether it has accepted anything since.
 */
const COUNT = `
  select count(*) as number from (
    select environment_id, destination_host, max(updated_at) as failed_at
    from (
      select * from (
        select environment_id, destination_host, updated_at from deliveries
        where status in ('failed', 'cancelled') and updated_at >= ?
          and status = 'failed' and destination_host is not null and ${NOT_A_TEST}
        order by updated_at desc limit 10000
      ) failed
      union all
      select * from (
        select environment_id, destination_host, updated_at from deliveries
        where status = 'pending' and next_attempt_at is not null
          and last_error_code is not null and destination_host is not null and ${NOT_A_TEST}
        order by next_attempt_at desc limit 10000
      ) pending
    ) failures
    group by environment_id, destination_host
    order by failed_at desc limit 500
  ) hosts
  where not exists (
    select 1 from (
      select d.status, d.updated_at from deliveries d
      where d.environment_id = hosts.environment_id and d.destination_host = hosts.destination_host and not d.is_test
      order by d.created_at desc limit 200
    ) newest
    where newest.status = 'delivered' and newest.updated_at > hosts.failed_at
  )`;

/**
 * Counts the hosts whose last attempt failed, up to 500, each once for each product environment. Those alone count that
 * have a delivery which waits for its next attempt, or has failed within a day. Tests are left out.
 *
 * @param at ISO text, UTC.
 */
export async function countFailingHosts(db: Knex, at: string): Promise<number> {
  const since = new Date(Date.parse(at) - DAY_MS).toISOString();
  const [counted] = rowsOf(await db.raw<RawAnswer<{ number: number | string }>>(COUNT, [since]));
  return Number(counted?.number ?? 0);
}
