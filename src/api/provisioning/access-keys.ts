import Router from '@koa/router';
import type { z } from 'zod';
import type { AccessKey, AccessKeyChanges } from '../../domain/keys/access-key';
import { DomainError } from '../../domain/errors';
import { signingWarnings } from '../../domain/keys/signing-warnings';
import { readAccountFields } from '../route/account-fields';
import { authorOf } from '../access/author-of';
import type { ApiDependencies } from '../dependencies';
import { parse } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { presentAccessKey } from './present';
import { ACCOUNT_PATH, type AccountContext, type AccountState } from '../route/request-state';
import {
  accessKeyName,
  createAccessKeyBody,
  listAccessKeysFields,
  updateAccessKeyBody,
} from './access-key-schemas';
import { emptyBody } from '../route/fields';
import { showValue } from '../route/show-value';
import { getSubAccount } from './sub-accounts';

type Dependencies = Pick<ApiDependencies, 'provisioning' | 'now'>;

/**
 * Access keys of a product environment, for the owner of its account. Source: docs/contract.md §10,
 * docs/decisions.md D24.
 */
export function accessKeyRoutes(deps: Dependencies): Router<AccountState> {
  const router = new Router<AccountState>({
    prefix: `${ACCOUNT_PATH}/sub_accounts/:sub_account_id/access_keys`,
  });
  router.get('/', (ctx) => list(deps, ctx));
  router.post('/', (ctx) => create(deps, ctx));
  router.delete('/', (ctx) => removeByName(deps, ctx));
  router.put('/:api_key', (ctx) => update(deps, ctx));
  router.delete('/:api_key', (ctx) => remove(deps, ctx));
  return router;
}

async function list({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const { subAccounts, accessKeys } = provisioning;
  const { id } = await getSubAccount(subAccounts, ctx);
  const query = await parse(listAccessKeysFields, await readAccountFields(ctx));
  const keys = await accessKeys.list(id, { by: query.sort_by, direction: query.sort_order });
  const warnings = signingWarnings(keys, await accessKeys.deletedDedicatedKey(id));
  ctx.body = {
    access_keys: pageOf(keys, query).map(presentAccessKey),
    total: keys.length,
    ...(warnings.length > 0 && { warnings }),
  };
}

function pageOf(
  keys: readonly AccessKey[],
  { page, page_size: size }: z.output<typeof listAccessKeysFields>,
): readonly AccessKey[] {
  return page === undefined ? keys : keys.slice((page - 1) * size, page * size);
}

async function create({ provisioning, now }: Dependencies, ctx: AccountContext): Promise<void> {
  const { id } = await getSubAccount(provisioning.subAccounts, ctx);
  const body = await parse(createAccessKeyBody, await readAccountFields(ctx));
  const wanted = {
    environmentId: id,
    name: body?.name ?? undefined,
    enabled: body?.enabled ?? true,
    role: body?.role ?? ('admin' as const),
    createdAt: now().toISOString(),
  };
  const key = await provisioning.accessKeys.create(wanted, authorOf(ctx));
  ctx.body = presentAccessKey(key);
}

async function update({ provisioning, now }: Dependencies, ctx: AccountContext): Promise<void> {
  const { id } = await getSubAccount(provisioning.subAccounts, ctx);
  const apiKey = pathKey(ctx);
  const input = await readAccountFields(ctx);
  const changes = changesOf(await parse(updateAccessKeyBody, input), now());
  if (Object.keys(changes).length === 1) throw missingAttributes(input);
  const change = { changes, by: authorOf(ctx) };
  const updated = await provisioning.accessKeys.update(id, apiKey, change);
  if (!updated) throw noAccessKey('api_key', apiKey);
  ctx.body = presentAccessKey(updated);
}

function changesOf(body: z.output<typeof updateAccessKeyBody>, updatedAt: Date): AccessKeyChanges {
  const { name, enabled, role, dedicated_for: dedicatedFor } = body ?? {};
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(typeof role === 'string' && { role }),
    ...(dedicatedFor !== undefined && { dedicatedForWebhooks: dedicatedFor === 'webhooks' }),
    updatedAt: updatedAt.toISOString(),
  };
}

async function remove({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const { id } = await getSubAccount(provisioning.subAccounts, ctx);
  const apiKey = pathKey(ctx);
  await parse(emptyBody, await readAccountFields(ctx));
  const wasThere = await provisioning.accessKeys.delete(id, { apiKey }, authorOf(ctx));
  if (!wasThere) throw noAccessKey('api_key', apiKey);
  ctx.body = { message: 'ok' };
}

async function removeByName({ provisioning }: Dependencies, ctx: AccountContext): Promise<void> {
  const { id } = await getSubAccount(provisioning.subAccounts, ctx);
  const { name } = await parse(accessKeyName, await readAccountFields(ctx));
  const wasThere = await provisioning.accessKeys.delete(id, { name }, authorOf(ctx));
  if (!wasThere) throw noAccessKey('name', name);
  ctx.body = { message: 'ok' };
}

function pathKey(ctx: AccountContext): string {
  const apiKey = ctx.params.api_key ?? '';
  if (!isPlainName(apiKey)) throw noAccessKey('api_key', apiKey);
  return apiKey;
}

function noAccessKey(field: string, value: string): DomainError {
  return new DomainError(
    'not_found',
    `${field}: got ${showValue(value)}, expected that of an access key of this sub-account`,
  );
}

function missingAttributes(input: unknown): DomainError {
  return new DomainError(
    'missing_attributes',
    `missing_attributes: got ${showValue(input)}, expected one or more of name, enabled, role, dedicated_for`,
  );
}
