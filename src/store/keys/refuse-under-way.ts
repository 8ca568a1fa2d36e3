import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';

/** @throws DomainError `conflict`, which counts them, while a product environment has anything that has not ended. */
export async function refuseUnderWay(trx: Knex.Transaction, environmentId: string): Promise<void> {
  const own = (table: string) => trx(table).where({ environment_id: environmentId });
  const counts = [
    ['events', await count(own('events').whereNull('resolved_at'))],
    ['deliveries', await count(own('deliveries').where({ status: 'pending' }))],
    ['operations', await count(own('operations').whereNull('ended_at'))],
  ] as const;
  if (counts.every(([, n]) => n === 0)) return;
  const got = counts.map(([what, n]) => `${what} ${n}`).join(', ');
  throw new DomainError(
    'conflict',
    `sub_account_id: got "${environmentId}", of which are under way: ${got}; expected none: wait for their end, or give force, which ends them`,
  );
}

async function count(query: Knex.QueryBuilder): Promise<number> {
  const [row] = (await query.count({ n: '*' })) as [{ n: number | string }];
  return Number(row.n);
}
