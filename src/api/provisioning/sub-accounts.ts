import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { toSecondsUtc } from '../../domain/iso-time';
import type { AccessKey } from '../../domain/keys/access-key';
import type {
  EnvironmentChanges,
  ProductEnvironment,
  SignatureAlgorithm,
} from '../../domain/keys/product-environment';
import { doneAnswer, emptyBody } from '../route/fields';
import { showValue } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { route } from '../route/route';
import type { ProvisioningPorts, SubAccounts } from './ports';
import {
  createSubAccountBody,
  deleteSubAccountFields,
  listSubAccountsFields,
  subAccountAnswer,
  subAccountsAnswer,
  updateSubAccountBody,
} from './sub-account-schemas';

/*
 * Product environments, for the owner of the account. Success is always 200: an official client takes 201 for a fault.
 */

export const listSubAccounts = ({ provisioning: { subAccounts, accessKeys } }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'get',
    path: '/sub_accounts',
    tag: 'provisioning',
    summary: 'Lists the account’s product environments; filters may also come in a body',
    body: listSubAccountsFields,
    alsoInQuery: true,
    answers: { 200: { description: 'The product environments.', schema: subAccountsAnswer } },
    async handle({ accountId, body: filters }) {
      const all = await subAccounts.list(accountId);
      const chosen = all.filter((environment) => isAskedFor(environment, filters));
      const keys = await accessKeys.listOf(chosen.map(({ id }) => id));
      return [200, { sub_accounts: chosen.map((environment) => presentSubAccount(environment, keys)) }];
    },
  });

export const createSubAccount = ({ provisioning }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'post',
    path: '/sub_accounts',
    tag: 'provisioning',
    summary: 'Creates a product environment with a first access key',
    body: createSubAccountBody,
    answers: { 200: { description: 'The new product environment.', schema: subAccountAnswer } },
    faults: [404, 409],
    async handle({ accountId, body, by }) {
      const { subAccounts } = provisioning;
      const base = await algorithmOfBase(subAccounts, accountId, body.base_sub_account_id);
      const wanted = {
        accountId,
        cloudName: body.cloud_name ?? madeUpCloudName(),
        name: body.name,
        enabled: body.enabled ?? true,
        signatureAlgorithm: body.signature_algorithm ?? base,
        customAttributes: body.custom_attributes ?? {},
      };
      const { environmentId } = await subAccounts.create(wanted, by);
      const made = await subAccounts.find(accountId, environmentId);
      if (!made) throw new Error(`product environment ${environmentId} was just made and is gone`);
      return [200, await withKeys(provisioning, made)];
    },
  });

export const showSubAccount = ({ provisioning }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'get',
    path: '/sub_accounts/:sub_account_id',
    tag: 'provisioning',
    summary: 'Shows a product environment',
    find: (request) => getSubAccount(provisioning.subAccounts, request),
    body: emptyBody,
    answers: { 200: { description: 'The product environment.', schema: subAccountAnswer } },
    faults: [404],
    handle: async ({ found }) => [200, await withKeys(provisioning, found)],
  });

export const updateSubAccount = ({ provisioning, now }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'put',
    path: '/sub_accounts/:sub_account_id',
    tag: 'provisioning',
    summary: 'Changes a product environment: at least one of its fields, never its cloud name',
    find: (request) => getSubAccount(provisioning.subAccounts, request),
    body: (current) => updateSubAccountBody(current),
    answers: { 200: { description: 'The product environment as it is now.', schema: subAccountAnswer } },
    faults: [404],
    async handle({ accountId, found: { id }, body, given, by }) {
      const changes = changesOf(body, now());
      if (Object.keys(changes).length === 1) throw missingAttributes(given);
      const updated = await provisioning.subAccounts.update(accountId, id, { changes, by });
      if (!updated) throw noSubAccount('sub_account_id', id);
      return [200, await withKeys(provisioning, updated)];
    },
  });

export const deleteSubAccount = ({ provisioning: { subAccounts }, now }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'delete',
    path: '/sub_accounts/:sub_account_id',
    tag: 'provisioning',
    summary:
      'Deletes a product environment with all that it has; refused while something is under way, unless by `force`',
    find: (request) => getSubAccount(subAccounts, request),
    body: deleteSubAccountFields,
    alsoInQuery: true,
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404, 409],
    async handle({ accountId, found: { id }, body: { force = false }, by }) {
      const wasThere = await subAccounts.delete(accountId, id, { force, at: now().toISOString(), by });
      if (!wasThere) throw noSubAccount('sub_account_id', id);
      return [200, { message: 'ok' }];
    },
  });

function isAskedFor(
  { id, name, enabled }: ProductEnvironment,
  filters: z.output<typeof listSubAccountsFields>,
): boolean {
  if (filters.ids.length > 0) return filters.ids.includes(id);
  if (filters.enabled !== undefined && filters.enabled !== enabled) return false;
  return name.toLowerCase().startsWith(filters.prefix.toLowerCase());
}

/** Finds the algorithm of the base. An official client says that more is copied from the base; we have only this. */
async function algorithmOfBase(
  subAccounts: SubAccounts,
  accountId: string,
  baseId: string | undefined,
): Promise<SignatureAlgorithm> {
  if (baseId === undefined) return 'sha1';
  const base = await subAccounts.find(accountId, baseId);
  if (!base) throw noSubAccount('base_sub_account_id', baseId);
  return base.signatureAlgorithm;
}

interface OfOneSubAccount {
  readonly accountId: string;
  readonly params: { readonly sub_account_id: string };
}

/** The account's product environment that the path names. @throws DomainError `not_found`. */
export async function getSubAccount(
  subAccounts: Pick<SubAccounts, 'find'>,
  { accountId, params }: OfOneSubAccount,
): Promise<ProductEnvironment> {
  const id = params.sub_account_id;
  const found = isPlainName(id) ? await subAccounts.find(accountId, id) : undefined;
  if (!found) throw noSubAccount('sub_account_id', id);
  return found;
}

/** The answer for an id that the account does not have, even if another account has it. */
function noSubAccount(field: string, id: string): DomainError {
  return new DomainError(
    'not_found',
    `${field}: got ${showValue(id)}, expected the id of a sub-account of this account`,
  );
}

/** For a sub-account that was given none. */
function madeUpCloudName(): string {
  return `d${randomBytes(6).toString('hex')}`;
}

async function withKeys({ accessKeys }: ProvisioningPorts['provisioning'], environment: ProductEnvironment) {
  return presentSubAccount(environment, await accessKeys.listOf([environment.id]));
}

function changesOf(
  body: z.output<ReturnType<typeof updateSubAccountBody>>,
  updatedAt: Date,
): EnvironmentChanges {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.enabled !== undefined && { enabled: body.enabled }),
    ...(body.custom_attributes !== undefined && { customAttributes: body.custom_attributes }),
    ...(body.signature_algorithm !== undefined && { signatureAlgorithm: body.signature_algorithm }),
    updatedAt: updatedAt.toISOString(),
  };
}

function missingAttributes(input: unknown): DomainError {
  return new DomainError(
    'missing_attributes',
    `missing_attributes: got ${showValue(input)}, expected one or more of name, enabled, custom_attributes, signature_algorithm`,
  );
}

/** A product environment as the provisioning API shows it; `signature_algorithm` is our addition. Source: the official clients. */
function presentSubAccount(environment: ProductEnvironment, keys: readonly AccessKey[]) {
  return {
    id: environment.id,
    name: environment.name,
    cloud_name: environment.cloudName,
    enabled: environment.enabled,
    api_access_keys: keys
      .filter(({ environmentId }) => environmentId === environment.id)
      .map(({ apiKey, apiSecret, enabled }) => ({ key: apiKey, secret: apiSecret, enabled })),
    custom_attributes: environment.customAttributes,
    signature_algorithm: environment.signatureAlgorithm,
    created_at: toSecondsUtc(environment.createdAt),
    updated_at: toSecondsUtc(environment.updatedAt),
  };
}
