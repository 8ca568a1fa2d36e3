import { z } from 'zod';
import { ROLES } from '../../domain/keys/role';
import { strictObject } from '../parse';
import { ACCESS_KEY_ORDERS } from '../provisioning-dependencies';
import { displayName } from './display-name';
import { optionalFlag } from './flag';
import { wholeNumber, wholeNumberOr } from './whole-number';

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

/** Which one `DELETE …/access_keys` deletes. */
export const accessKeyName = strictObject({ name: displayName });
