import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import { accessKeyFacts, type AccessKeyRow } from './access-key-row';
import { recordAudit } from './audit-log';

/** Keeps which key was deleted while it was dedicated to webhooks; `null` forgets it. */
export async function noteDeletedDedicated(
  trx: Knex.Transaction,
  environmentId: string,
  apiKey: string | null,
): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).update({ deleted_dedicated_key: apiKey });
}

/** Takes the dedication from another key that has it: a change of that key, too. */
export async function takeDedication(
  trx: Knex.Transaction,
  { environment_id, api_key }: Pick<AccessKeyRow, 'environment_id' | 'api_key'>,
  { updatedAt, by }: { readonly updatedAt: string; readonly by: Author },
): Promise<void> {
  const other = await trx<AccessKeyRow>('access_keys')
    .where({ environment_id, dedicated_for: 'webhooks' })
    .whereNot({ api_key })
    .first();
  if (other)
    await changeAccessKey(trx, other, { columns: { dedicated_for: null, updated_at: updatedAt }, by });
}

/** Changes an access key, which the audit log records. @returns the row as it is now. */
export async function changeAccessKey(
  trx: Knex.Transaction,
  row: AccessKeyRow,
  { columns, by }: { readonly columns: Partial<AccessKeyRow>; readonly by: Author },
): Promise<AccessKeyRow> {
  const { api_key: subjectId, environment_id: environmentId } = row;
  const changed = { ...row, ...columns };
  await trx<AccessKeyRow>('access_keys').where({ api_key: subjectId }).update(columns);
  const facts = { before: accessKeyFacts(row), after: accessKeyFacts(changed) };
  await recordAudit(trx, { action: 'access_key.update', environmentId, subjectId, ...facts, by });
  return changed;
}
