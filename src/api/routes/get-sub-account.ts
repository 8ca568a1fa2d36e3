import { DomainError } from '../../domain/errors';
import type { ProductEnvironment } from '../../domain/keys/product-environment';
import { isPlainName } from '../plain-name';
import type { SubAccounts } from '../provisioning-dependencies';
import type { AccountContext } from '../request-state';
import { showValue } from '../show-value';

/** The account's product environment that the path names. @throws DomainError `not_found`. */
export async function getSubAccount(
  subAccounts: SubAccounts,
  ctx: AccountContext,
): Promise<ProductEnvironment> {
  const id = ctx.params.sub_account_id ?? '';
  const found = isPlainName(id) ? await subAccounts.find(ctx.state.accountId, id) : undefined;
  if (!found) throw noSubAccount('sub_account_id', id);
  return found;
}

/** The answer for an id that the account does not have, whoever else may have it. */
export function noSubAccount(field: string, id: string): DomainError {
  return new DomainError(
    'not_found',
    `${field}: got ${showValue(id)}, expected the id of a sub-account of this account`,
  );
}
