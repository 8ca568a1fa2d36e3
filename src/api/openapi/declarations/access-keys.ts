import { z } from 'zod';
import { ACCOUNT_PATH } from '../../route/request-state';
import { accountQuery } from '../../route/account-fields';
import {
  accessKeyName,
  createAccessKeyBody,
  listAccessKeysFields,
  updateAccessKeyBody,
  accessKeyAnswer,
  accessKeysAnswer,
} from '../../provisioning/access-key-schemas';
import { doneAnswer, emptyBody } from '../../route/fields';
import type { RouteDeclaration } from '../route-declaration';

const ACCESS_KEYS = `${ACCOUNT_PATH}/sub_accounts/:sub_account_id/access_keys`;
const about = {
  tag: 'provisioning',
  access: 'provisioning_key',
  query: z.object(accountQuery),
  acceptsForm: true,
} as const;

/** Access keys of a product environment. */
export const ACCESS_KEY_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...about,
    operationId: 'listAccessKeys',
    method: 'get',
    path: ACCESS_KEYS,
    summary: 'Lists access keys; without `page`, all of them; filters may also come in a body',
    query: listAccessKeysFields.extend(accountQuery),
    body: listAccessKeysFields.optional(),
    answers: { 200: { description: 'The access keys.', schema: accessKeysAnswer } },
    faults: [404],
  },
  {
    ...about,
    operationId: 'createAccessKey',
    method: 'post',
    path: ACCESS_KEYS,
    summary: 'Creates an access key',
    body: createAccessKeyBody,
    answers: { 200: { description: 'The new access key.', schema: accessKeyAnswer } },
    faults: [404, 409],
  },
  {
    ...about,
    operationId: 'deleteAccessKeyByName',
    method: 'delete',
    path: ACCESS_KEYS,
    summary: 'Deletes the access key of a name, given in the query or in the body',
    query: accessKeyName.partial().extend(accountQuery),
    body: accessKeyName.partial().optional(),
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404],
  },
  {
    ...about,
    operationId: 'updateAccessKey',
    method: 'put',
    path: `${ACCESS_KEYS}/:api_key`,
    summary: 'Changes an access key: at least one of its fields',
    body: updateAccessKeyBody,
    answers: { 200: { description: 'The access key as it is now.', schema: accessKeyAnswer } },
    faults: [404, 409],
  },
  {
    ...about,
    operationId: 'deleteAccessKey',
    method: 'delete',
    path: `${ACCESS_KEYS}/:api_key`,
    summary: 'Deletes an access key',
    body: emptyBody,
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404],
  },
];
