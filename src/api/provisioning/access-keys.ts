import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { toSecondsUtc } from '../../domain/iso-time';
import { ACCESS_KEY_ORDERS } from '../../domain/keys/access-key';
import type { AccessKey, AccessKeyChanges } from '../../domain/keys/access-key';
import { ROLES } from '../../domain/keys/role';
import { signingWarnings } from '../../domain/keys/signing-key';
import {
  displayName,
  doneAnswer,
  emptyBody,
  optionalFlag,
  time,
  wholeNumber,
  wholeNumberOr,
} from '../route/fields';
import { showValue, strictObject } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { route } from '../route/route';
import type { ProvisioningPorts } from './ports';
import { getSubAccount } from './sub-accounts';

/*
 * Access keys of a product environment, for the owner of its account. Source: docs/contract.md §10,
 * docs/decisions.md D24.
 */

const role = z.enum(ROLES, `one of ${ROLES.join(', ')}`);
const DEDICATED_FOR = '"webhooks", or null or "" to clear it';

/** Fields of `GET …/access_keys`; without a page, all are listed. Source: docs/contract.md §10. */
const listAccessKeysFields = strictObject({
  page: wholeNumber({ minimum: 1, maximum: 100 }).optional(),
  page_size: wholeNumberOr(100, { minimum: 1, maximum: 500 }),
  sort_by: z.enum(ACCESS_KEY_ORDERS, `one of ${ACCESS_KEY_ORDERS.join(', ')}`).default('created_at'),
  sort_order: z.enum(['desc', 'asc'], 'desc or asc').default('desc'),
});

/** Body of `POST …/access_keys`; `role` is our addition. */
const createAccessKeyBody = strictObject({
  name: displayName.nullish(),
  enabled: optionalFlag,
  role: role.nullish(),
}).optional();

/** Body of `PUT …/access_keys/:key`. Source of clearing: docs/decisions.md D24. */
const updateAccessKeyBody = strictObject({
  name: displayName.nullish(),
  enabled: optionalFlag,
  role: role.nullish(),
  dedicated_for: z.enum(['webhooks', ''], DEDICATED_FOR).nullish(),
}).optional();

/** Names the key that `DELETE …/access_keys` deletes. */
const accessKeyName = strictObject({ name: displayName });

const accessKeyAnswer = z
  .object({
    name: z.string(),
    api_key: z.string(),
    api_secret: z.string(),
    created_at: time,
    updated_at: time,
    enabled: z.boolean(),
    dedicated_for: z.array(z.literal('webhooks')).optional(),
    root: z.boolean(),
    role: z.enum(ROLES).optional().describe('Left out when it is `admin`.'),
  })
  .meta({ id: 'AccessKey' });

const accessKeysAnswer = z.object({
  access_keys: z.array(accessKeyAnswer),
  total: z.int(),
  warnings: z.array(z.string()).optional().describe('What is wrong with the key that signs.'),
});

const ACCESS_KEYS = '/sub_accounts/:sub_account_id/access_keys';

export const listAccessKeys = ({ provisioning: { subAccounts, accessKeys } }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'get',
    path: ACCESS_KEYS,
    tag: 'provisioning',
    summary: 'Lists access keys; without `page`, all of them; filters may also come in a body',
    find: (request) => getSubAccount(subAccounts, request),
    body: listAccessKeysFields,
    alsoInQuery: true,
    answers: { 200: { description: 'The access keys.', schema: accessKeysAnswer } },
    faults: [404],
    async handle({ found: { id }, body }) {
      const keys = await accessKeys.list(id, { by: body.sort_by, direction: body.sort_order });
      const warnings = signingWarnings(keys, await accessKeys.deletedDedicatedKey(id));
      return [
        200,
        {
          access_keys: pageOf(keys, body).map(presentAccessKey),
          total: keys.length,
          ...(warnings.length > 0 && { warnings }),
        },
      ];
    },
  });

export const createAccessKey = ({ provisioning: { subAccounts, accessKeys }, now }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'post',
    path: ACCESS_KEYS,
    tag: 'provisioning',
    summary: 'Creates an access key',
    find: (request) => getSubAccount(subAccounts, request),
    body: createAccessKeyBody,
    answers: { 200: { description: 'The new access key.', schema: accessKeyAnswer } },
    faults: [404, 409],
    async handle({ found: { id }, body, by }) {
      const wanted = {
        environmentId: id,
        name: body?.name ?? undefined,
        enabled: body?.enabled ?? true,
        role: body?.role ?? ('admin' as const),
        createdAt: now().toISOString(),
      };
      return [200, presentAccessKey(await accessKeys.create(wanted, by))];
    },
  });

export const deleteAccessKeyByName = ({ provisioning: { subAccounts, accessKeys } }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'delete',
    path: ACCESS_KEYS,
    tag: 'provisioning',
    summary: 'Deletes the access key of a name, given in the query or in the body',
    find: (request) => getSubAccount(subAccounts, request),
    body: accessKeyName,
    alsoInQuery: true,
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404],
    async handle({ found: { id }, body: { name }, by }) {
      const wasThere = await accessKeys.delete(id, { name }, by);
      if (!wasThere) throw noAccessKey('name', name);
      return [200, { message: 'ok' }];
    },
  });

export const updateAccessKey = ({ provisioning: { subAccounts, accessKeys }, now }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'put',
    path: `${ACCESS_KEYS}/:api_key`,
    tag: 'provisioning',
    summary: 'Changes an access key: at least one of its fields',
    find: async (request) => ({
      id: (await getSubAccount(subAccounts, request)).id,
      apiKey: plainKey(request.params.api_key),
    }),
    body: updateAccessKeyBody,
    answers: { 200: { description: 'The access key as it is now.', schema: accessKeyAnswer } },
    faults: [404, 409],
    async handle({ found: { id, apiKey }, body, given, by }) {
      const changes = changesOf(body, now());
      if (Object.keys(changes).length === 1) throw missingAttributes(given);
      const updated = await accessKeys.update(id, apiKey, { changes, by });
      if (!updated) throw noAccessKey('api_key', apiKey);
      return [200, presentAccessKey(updated)];
    },
  });

export const deleteAccessKey = ({ provisioning: { subAccounts, accessKeys } }: ProvisioningPorts) =>
  route({
    in: 'account',
    method: 'delete',
    path: `${ACCESS_KEYS}/:api_key`,
    tag: 'provisioning',
    summary: 'Deletes an access key',
    find: async (request) => ({
      id: (await getSubAccount(subAccounts, request)).id,
      apiKey: plainKey(request.params.api_key),
    }),
    body: emptyBody,
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404],
    async handle({ found: { id, apiKey }, by }) {
      const wasThere = await accessKeys.delete(id, { apiKey }, by);
      if (!wasThere) throw noAccessKey('api_key', apiKey);
      return [200, { message: 'ok' }];
    },
  });

function pageOf(
  keys: readonly AccessKey[],
  { page, page_size: size }: z.output<typeof listAccessKeysFields>,
): readonly AccessKey[] {
  return page === undefined ? keys : keys.slice((page - 1) * size, page * size);
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

function plainKey(apiKey: string): string {
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

/**
 * An access key as its owner sees it: keys and their order as in docs/contract.md §10. Last our own, unless it is what
 * it is by default: the official client's tests allow no other keys than theirs.
 */
function presentAccessKey(key: AccessKey) {
  return {
    name: key.name,
    api_key: key.apiKey,
    api_secret: key.apiSecret,
    created_at: toSecondsUtc(key.createdAt),
    updated_at: toSecondsUtc(key.updatedAt),
    enabled: key.enabled,
    ...(key.dedicatedForWebhooks && { dedicated_for: ['webhooks'] as const }),
    root: key.root,
    ...(key.role !== 'admin' && { role: key.role }),
  };
}
