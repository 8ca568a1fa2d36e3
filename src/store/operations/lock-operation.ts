import type { Knex } from 'knex';
import type { OperationKey } from '../../domain/operations/operation-record';
import { operationKeyToRow, type OperationRow } from './operation-row';

/**
 * Reads an operation and makes every other transaction that locks it wait until this one is done. The first
 * statement of its transaction: an update that changes nothing, which takes SQLite's lock too.
 */
export async function lockOperation(
  trx: Knex.Transaction,
  key: OperationKey,
): Promise<OperationRow | undefined> {
  const [row] = await trx<OperationRow>('operations')
    .where(operationKeyToRow(key))
    .update({ updated_at: trx.ref('updated_at') })
    .returning('*');
  return row;
}
