import { strictObject } from '../parse';

/**
 * Body of requests that say all in their path; an official client sends `{}` with DELETE.
 * Source: docs/contract.md §1.6.
 */
export const emptyBody = strictObject({}, 'no body or {}').optional();
