import { z } from 'zod';
import { ACCOUNT_PATH } from '../../route/request-state';
import { doneAnswer, emptyBody } from '../../route/fields';
import {
  subAccountAnswer,
  subAccountsAnswer,
  createSubAccountBody,
  deleteSubAccountFields,
  listSubAccountsFields,
  updateSubAccountBody,
} from '../../provisioning/sub-account-schemas';
import { accountQuery } from '../../route/account-fields';
import type { RouteDeclaration } from '../route-declaration';

const SUB_ACCOUNTS = `${ACCOUNT_PATH}/sub_accounts`;
const about = {
  tag: 'provisioning',
  access: 'provisioning_key',
  query: z.object(accountQuery),
  acceptsForm: true,
} as const;

/** Product environments, by the name that the provisioning API has for them. */
export const SUB_ACCOUNT_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...about,
    operationId: 'listSubAccounts',
    method: 'get',
    path: SUB_ACCOUNTS,
    summary: 'Lists the account’s product environments; filters may also come in a body',
    query: listSubAccountsFields.extend(accountQuery),
    body: listSubAccountsFields.optional(),
    answers: { 200: { description: 'The product environments.', schema: subAccountsAnswer } },
  },
  {
    ...about,
    operationId: 'createSubAccount',
    method: 'post',
    path: SUB_ACCOUNTS,
    summary: 'Creates a product environment with a first access key',
    body: createSubAccountBody,
    answers: { 200: { description: 'The new product environment.', schema: subAccountAnswer } },
    faults: [404, 409],
  },
  {
    ...about,
    operationId: 'showSubAccount',
    method: 'get',
    path: `${SUB_ACCOUNTS}/:sub_account_id`,
    summary: 'Shows a product environment',
    body: emptyBody,
    answers: { 200: { description: 'The product environment.', schema: subAccountAnswer } },
    faults: [404],
  },
  {
    ...about,
    operationId: 'updateSubAccount',
    method: 'put',
    path: `${SUB_ACCOUNTS}/:sub_account_id`,
    summary: 'Changes a product environment: at least one of its fields, never its cloud name',
    body: updateSubAccountBody(),
    answers: { 200: { description: 'The product environment as it is now.', schema: subAccountAnswer } },
    faults: [404],
  },
  {
    ...about,
    operationId: 'deleteSubAccount',
    method: 'delete',
    path: `${SUB_ACCOUNTS}/:sub_account_id`,
    summary:
      'Deletes a product environment with all that it has; refused while something is under way, unless by `force`',
    query: deleteSubAccountFields.extend(accountQuery),
    body: deleteSubAccountFields.optional(),
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404, 409],
  },
];
