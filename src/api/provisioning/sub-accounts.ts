import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { ProductEnvironment, SignatureAlgorithm } from '../../domain/keys/product-environment';
import { authorOf } from '../access/author-of';
import type { ApiDependencies } from '../dependencies';
import { readAccountFields } from '../route/account-fields';
import { emptyBody } from '../route/fields';
import { parse } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { ACCOUNT_PATH, type AccountContext, type AccountState } from '../route/request-state';
import { showValue } from '../route/show-value';
import type { SubAccountChanges, SubAccounts } from './ports';
import { presentSubAccount } from './present';
import {
  createSubAccountBody,
  deleteSubAccountFields,
  listSubAccountsFields,
  updateSubAccountBody,
} from './sub-account-schemas';

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

type Dependencies = Pick<ApiDependencies, 'provisioning' | 'now'>;

/** Product environments, for the owner of the account. Success is always 200: an official client takes 201 for a fault. */
export function subAccountRoutes(deps: Dependencies): Router<AccountState> {
  const router = new Router<AccountState>({ prefix: `${ACCOUNT_PATH}/sub_accounts` });
  router.get('/', (ctx) => list(deps, ctx));
  router.post('/', (ctx) => create(deps, ctx));
  router.get('/:sub_account_id', (ctx) => show(deps, ctx));
  router.put('/:sub_account_id', (ctx) => update(deps, ctx));
  router.delete('/:sub_account_id', (ctx) => remove(deps, ctx));
  return router;
}

async function list({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const filters = await parse(listSubAccountsFields, await readAccountFields(ctx));
  const all = await provisioning.subAccounts.list(ctx.state.accountId);
  const chosen = all.filter((environment) => isAskedFor(environment, filters));
  const keys = await provisioning.accessKeys.listOf(chosen.map(({ id }) => id));
  ctx.body = { sub_accounts: chosen.map((environment) => presentSubAccount(environment, keys)) };
}

function isAskedFor(
  { id, name, enabled }: ProductEnvironment,
  filters: z.output<typeof listSubAccountsFields>,
): boolean {
  if (filters.ids.length > 0) return filters.ids.includes(id);
  if (filters.enabled !== undefined && filters.enabled !== enabled) return false;
  return name.toLowerCase().startsWith(filters.prefix.toLowerCase());
}

async function show({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const environment = await getSubAccount(provisioning.subAccounts, ctx);
  await parse(emptyBody, await readAccountFields(ctx));
  ctx.body = await present(provisioning, environment);
}

async function create({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const { accountId } = ctx.state;
  const body = await parse(createSubAccountBody, await readAccountFields(ctx));
  const base = await algorithmOfBase(provisioning, accountId, body.base_sub_account_id);
  const wanted = {
    accountId,
    cloudName: body.cloud_name ?? madeUpCloudName(),
    name: body.name,
    enabled: body.enabled ?? true,
    signatureAlgorithm: body.signature_algorithm ?? base,
    customAttributes: body.custom_attributes ?? {},
  };
  const { environmentId } = await provisioning.subAccounts.create(wanted, authorOf(ctx));
  const made = await provisioning.subAccounts.find(accountId, environmentId);
  if (!made) throw new Error(`product environment ${environmentId} was just made and is gone`);
  ctx.body = await present(provisioning, made);
}

/** Of all that an official client says is copied from the base, we have only this. */
async function algorithmOfBase(
  { subAccounts }: Dependencies['provisioning'],
  accountId: string,
  baseId: string | undefined,
): Promise<SignatureAlgorithm> {
  if (baseId === undefined) return 'sha1';
  const base = await subAccounts.find(accountId, baseId);
  if (!base) throw noSubAccount('base_sub_account_id', baseId);
  return base.signatureAlgorithm;
}

async function update({ provisioning, now }: Dependencies, ctx: AccountContext): Promise<void> {
  const current = await getSubAccount(provisioning.subAccounts, ctx);
  const input = await readAccountFields(ctx);
  const changes = changesOf(await parse(updateSubAccountBody(current), input), now());
  if (Object.keys(changes).length === 1) throw missingAttributes(input);
  const change = { changes, by: authorOf(ctx) };
  const updated = await provisioning.subAccounts.update(current.accountId, current.id, change);
  if (!updated) throw noSubAccount('sub_account_id', current.id);
  ctx.body = await present(provisioning, updated);
}

function changesOf(
  body: z.output<ReturnType<typeof updateSubAccountBody>>,
  updatedAt: Date,
): SubAccountChanges {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.enabled !== undefined && { enabled: body.enabled }),
    ...(body.custom_attributes !== undefined && { customAttributes: body.custom_attributes }),
    ...(body.signature_algorithm !== undefined && { signatureAlgorithm: body.signature_algorithm }),
    updatedAt: updatedAt.toISOString(),
  };
}

async function remove({ provisioning, now }: Dependencies, ctx: AccountContext): Promise<void> {
  const { accountId, id } = await getSubAccount(provisioning.subAccounts, ctx);
  const { force = false } = await parse(deleteSubAccountFields, await readAccountFields(ctx));
  const at = now().toISOString();
  const wasThere = await provisioning.subAccounts.delete(accountId, id, { force, at, by: authorOf(ctx) });
  if (!wasThere) throw noSubAccount('sub_account_id', id);
  ctx.body = { message: 'ok' };
}

async function present({ accessKeys }: Dependencies['provisioning'], environment: ProductEnvironment) {
  return presentSubAccount(environment, await accessKeys.listOf([environment.id]));
}

/** For a sub-account that was given none. */
function madeUpCloudName(): string {
  return `d${randomBytes(6).toString('hex')}`;
}

function missingAttributes(input: unknown): DomainError {
  return new DomainError(
    'missing_attributes',
    `missing_attributes: got ${showValue(input)}, expected one or more of name, enabled, custom_attributes, signature_algorithm`,
  );
}
