import { z } from 'zod';
import { CLOUD_NAME_FORM, CLOUD_NAME_PATTERN, isCloudName } from '../../domain/cloud-name';
import { SIGNATURE_ALGORITHMS, type ProductEnvironment } from '../../domain/product-environment';
import { strictObject } from '../parse';
import { isPlainName } from '../plain-name';
import { displayName } from './display-name';
import { flag } from './flag';
import { jsonObject } from './json-object';

const MAX_IDS = 100;
const IDS = `at most ${MAX_IDS} ids`;
const BASE = 'the id of a sub-account';

/** Clients send null, or an empty text in a query, for what they were not given. */
const enabled = flag.nullish().transform(orAbsent);
const customAttributes = jsonObject.nullish().transform(orAbsent);
const signatureAlgorithm = z
  .enum(SIGNATURE_ALGORITHMS, `one of ${SIGNATURE_ALGORITHMS.join(', ')}`)
  .nullish()
  .transform(orAbsent);
const ids = z
  .union([z.string(), z.array(z.string())], IDS)
  .transform((value) => [value].flat().filter((id) => id !== ''))
  .refine(({ length }) => length <= MAX_IDS, IDS)
  .optional();

const cloudName = z
  .string(CLOUD_NAME_FORM)
  .refine(isCloudName, CLOUD_NAME_FORM)
  .meta({ pattern: CLOUD_NAME_PATTERN.source, description: CLOUD_NAME_FORM });

/** Query of `GET /sub_accounts`. With `ids`, the rest is ignored. Source: the official clients. */
export const listSubAccountsQuery = strictObject({
  enabled: z
    .enum(['true', 'false', ''], 'true or false')
    .transform((text) => (text === '' ? undefined : text === 'true'))
    .optional(),
  ids,
  'ids[]': ids,
  prefix: z.string('the beginning of a name').default(''),
});

/** Body of `POST /sub_accounts`; `signature_algorithm` is our addition. Source: the official clients. */
export const createSubAccountBody = strictObject({
  name: displayName,
  cloud_name: cloudName.nullish().transform(orAbsent),
  custom_attributes: customAttributes,
  enabled,
  base_sub_account_id: z.string(BASE).refine(isPlainName, BASE).nullish().transform(orAbsent),
  signature_algorithm: signatureAlgorithm,
});

/**
 * Body of `PUT /sub_accounts/:id`.
 *
 * @param current the sub-account, whose cloud name may be repeated, not changed; without it, the body of any of them.
 */
export function updateSubAccountBody(current?: ProductEnvironment) {
  return strictObject({
    name: displayName.nullish().transform(orAbsent),
    cloud_name: (current ? unchangedCloudName(current) : cloudName).nullish(),
    custom_attributes: customAttributes,
    enabled,
    signature_algorithm: signatureAlgorithm,
  });
}

function unchangedCloudName({ cloudName: current }: ProductEnvironment): z.ZodType<string> {
  return z.literal(current, `"${current}": the cloud name of a sub-account cannot change`);
}

function orAbsent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
