import type { Knex } from 'knex';
import type { DeletionTerms, ProductEnvironment } from '../../domain/keys/product-environment';
import { recordAudit } from './audit-log';
import { environmentFacts, environmentFromRow, type EnvironmentRow } from './environment-row';
import { DomainError } from '../../domain/errors';

/** Events, each with its deliveries and their attempts, or operations, each with its reports: some ms of one transaction. */
const ROWS_PER_STEP = 200;

export interface Deletion extends DeletionTerms {
  readonly accountId: string;
  readonly environmentId: string;
}

/**
 * Deletes a product environment with all that it has, in small steps, so that other writers wait for none of them long.
 * First it is disabled: nobody calls it any more. What an interruption leaves over, the next call deletes. Entries of
 * the audit log stay.
 *
 * @returns what it was; `undefined` when there is none.
 * @throws DomainError `conflict` while something is under way, unless by force: nothing that is under way is deleted then.
 */
export async function deleteEnvironment(
  db: Knex,
  deletion: Deletion,
): Promise<ProductEnvironment | undefined> {
  if (!(await disable(db, deletion))) return undefined;
  await deleteInSteps(db, deletion, { table: 'events', id: 'event_id', endedAt: 'resolved_at' });
  await deleteInSteps(db, deletion, { table: 'operations', id: 'operation_id', endedAt: 'ended_at' });
  return deleteRest(db, deletion);
}

/** @returns whether there is such a product environment. */
function disable(db: Knex, { accountId, environmentId, force, at, by }: Deletion): Promise<boolean> {
  return db.transaction(async (trx) => {
    const current = await lockOut(trx, accountId, environmentId);
    if (!current) return false;
    if (!force) await refuseUnderWay(trx, environmentId);
    if (!current.enabled) return true;
    await trx<EnvironmentRow>('product_environments')
      .where({ id: environmentId })
      .update({ enabled: false, updated_at: at });
    await recordAudit(trx, {
      action: 'product_environment.update',
      environmentId,
      subjectId: environmentId,
      before: environmentFacts(current),
      after: environmentFacts({ ...current, enabled: false }),
      by,
    });
    return true;
  });
}

/**
 * Reads a product environment, and lets nobody give it anything until the transaction is done: on PostgreSQL, whoever
 * inserts a row that refers to it waits for such a lock; the update takes SQLite's.
 */
async function lockOut(
  trx: Knex.Transaction,
  accountId: string,
  id: string,
): Promise<ProductEnvironment | undefined> {
  const one = () => trx<EnvironmentRow>('product_environments').where({ account_id: accountId, id });
  await one().update({ id });
  const [row] = await one().forUpdate();
  return row && environmentFromRow(row);
}

interface Kind {
  readonly table: 'events' | 'operations';
  readonly id: 'event_id' | 'operation_id';
  readonly endedAt: 'resolved_at' | 'ended_at';
}

async function deleteInSteps(db: Knex, { environmentId, force }: Deletion, kind: Kind): Promise<void> {
  const { table, id } = kind;
  const own = () => db(table).where({ environment_id: environmentId });
  for (;;) {
    const some = own().select(id).limit(ROWS_PER_STEP);
    if (!force) onlyEnded(some, kind);
    if ((await own().whereIn(id, some).delete()) === 0) return;
  }
}

function onlyEnded(query: Knex.QueryBuilder, { table, endedAt }: Kind): void {
  void query.whereNotNull(endedAt);
  if (table === 'operations') return;
  void query.whereNotExists((pending) =>
    pending
      .from('deliveries')
      .whereRaw('deliveries.environment_id = events.environment_id and deliveries.event_id = events.event_id')
      .where({ status: 'pending' }),
  );
}

/** What came in while it was disabled, and what does not grow: triggers, keys, itself. */
function deleteRest(db: Knex, deletion: Deletion): Promise<ProductEnvironment | undefined> {
  const { accountId, environmentId, force, by } = deletion;
  return db.transaction(async (trx) => {
    const current = await lockOut(trx, accountId, environmentId);
    if (!current) return undefined;
    if (!force) await refuseUnderWay(trx, environmentId);
    for (const table of ['events', 'operations', 'bulk_actions', 'triggers', 'access_keys', 'signing_keys']) {
      await trx(table).where({ environment_id: environmentId }).delete();
    }
    await trx('product_environments').where({ id: environmentId }).delete();
    await recordAudit(trx, {
      action: 'product_environment.delete',
      accountId,
      environmentId,
      subjectId: environmentId,
      before: environmentFacts(current),
      by,
    });
    return current;
  });
}

/** @throws DomainError `conflict`, which counts them, while a product environment has anything that has not ended. */
async function refuseUnderWay(trx: Knex.Transaction, environmentId: string): Promise<void> {
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
