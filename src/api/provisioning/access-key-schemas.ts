import { z } from 'zod';
import { ACCESS_KEY_ORDERS } from '../../domain/keys/access-key';
import { ROLES } from '../../domain/keys/role';
import { displayName, optionalFlag, time, wholeNumber, wholeNumberOr } from '../route/fields';
import { strictObject } from '../route/parse';

const role = z.enum(ROLES, `one of ${ROLES.join(', ')}`);
const DEDICATED_FOR = '"webhooks", or null or "" to clear it';

/** Fields of `GET …/access_keys`; without a page, all are listed. Source: docs/contract.md §10. */
export const listAccessKeysFields = strictObject({
  page: wholeNumber({ minimum: 1, maximum: 100 }).optional(),
  page_size: wholeNumberOr(100, { minimum: 1, maximum: 500 }),
  sort_by: z.enum(ACCESS_KEY_ORDERS, `one of ${ACCESS_KEY_ORDERS.join(', ')}`).default('created_at'),
  sort_order: z.enum(['desc', 'asc'], 'desc or asc').default('desc'),
});

/** Body of `POST …/access_keys`; `role` is our addition. */
export const createAccessKeyBody = strictObject({
  name: displayName.nullish(),
  enabled: optionalFlag,
  role: role.nullish(),
}).optional();

/** Body of `PUT …/access_keys/:key`. Source of clearing: docs/decisions.md D24. */
export const updateAccessKeyBody = strictObject({
  name: displayName.nullish(),
  enabled: optionalFlag,
  role: role.nullish(),
  dedicated_for: z.enum(['webhooks', ''], DEDICATED_FOR).nullish(),
}).optional();

/** Names the key that `DELETE …/access_keys` deletes. */
export const accessKeyName = strictObject({ name: displayName });

export const accessKeyAnswer = z
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

export const accessKeysAnswer = z.object({
  access_keys: z.array(accessKeyAnswer),
  total: z.int(),
  warnings: z.array(z.string()).optional().describe('What is wrong with the key that signs.'),
});
