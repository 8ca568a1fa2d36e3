import { z } from 'zod';

export const ACCOUNT_ID_FIELD = 'accountId';

/** What any request of the provisioning API may say in its query: an official client repeats the account so. */
export const accountQuery = {
  [ACCOUNT_ID_FIELD]: z.string().min(1).describe('The account’s id, as in the path.').optional(),
};
