import { z } from 'zod';
import { isJsonObject } from '../../domain/json/json-values';
import {
  type ProductEnvironment,
  SIGNATURE_ALGORITHMS,
  CLOUD_NAME_FORM,
  CLOUD_NAME_PATTERN,
  isCloudName,
} from '../../domain/keys/product-environment';
import { displayName, jsonObject, optionalFlag, time } from '../route/fields';
import { checkJsonTree, parseJsonText } from '../route/json-text';
import { refusing, strictObject } from '../route/parse';
import { isPlainName } from '../route/path-id';

type Attributes = ProductEnvironment['customAttributes'];

const EXPECTED = 'a JSON object';

/**
 * A sub-account's own attributes: an object, its JSON text, or pairs as the official client for .NET writes them,
 * `plan=free|tier=1`. PHP's empty object is an empty list. Source: docs/decisions.md D38.
 */
const customAttributes = z
  .union([jsonObject, z.string(), z.array(z.string()).max(0)], EXPECTED)
  .meta({ description: 'A JSON object; its text; or pairs, `plan=free|tier=1`.' })
  .transform(refusing(read))
  .nullish()
  .transform((given) => given ?? undefined);

function read(given: Attributes | string | readonly unknown[]): Attributes {
  if (typeof given !== 'string') return isJsonObject(given) ? given : {};
  const attributes = given.startsWith('{') ? parseJsonText('custom_attributes', given) : pairsIn(given);
  checkJsonTree(attributes);
  return attributes as Attributes;
}

/** A backslash takes its meaning from the next `|` or `=`; a key alone has an empty value. */
function pairsIn(text: string): Attributes {
  const pairs = text.split(/(?<!\\)\|/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = ''] = pair.split(/(?<!\\)=/, 1);
      return [unescaped(key), unescaped(pair.slice(key.length + 1))];
    }),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\([|=])/g, '$1');
}

const MAX_IDS = 100;
const IDS = `at most ${MAX_IDS} ids`;
const BASE = 'the id of a sub-account';

/** Clients send null, or an empty text, for what they were not given. */
const signatureAlgorithm = z
  .enum(SIGNATURE_ALGORITHMS, `one of ${SIGNATURE_ALGORITHMS.join(', ')}`)
  .nullish()
  .transform(orAbsent);
const ids = z
  .union([z.string(), z.array(z.string())], IDS)
  .meta({
    description: `At most ${MAX_IDS}: a list, \`ids[]\`, or joined with commas; with them, the rest is ignored.`,
  })
  .nullish()
  .transform((given) => [given ?? []].flat().flatMap((text) => text.split(',')))
  .transform((all) => all.filter((id) => id !== ''))
  .refine(({ length }) => length <= MAX_IDS, IDS);

const cloudName = z
  .string(CLOUD_NAME_FORM)
  .refine(isCloudName, CLOUD_NAME_FORM)
  .meta({ pattern: CLOUD_NAME_PATTERN.source, description: CLOUD_NAME_FORM });

/** Fields of `GET /sub_accounts`. With `ids`, the rest is ignored. Source: the official clients. */
export const listSubAccountsFields = strictObject({
  enabled: optionalFlag,
  ids,
  prefix: z
    .string('the beginning of a name')
    .nullish()
    .transform((given) => given ?? ''),
});

/** Body of `POST /sub_accounts`; `signature_algorithm` is our addition. Source: the official clients. */
export const createSubAccountBody = strictObject({
  name: displayName,
  cloud_name: cloudName.nullish().transform(orAbsent),
  custom_attributes: customAttributes,
  enabled: optionalFlag,
  base_sub_account_id: z
    .string(BASE)
    .refine((id) => id === '' || isPlainName(id), BASE)
    .meta({ pattern: '^[!-~]{0,255}$' })
    .nullish()
    .transform((id) => (id === '' ? undefined : orAbsent(id))),
  signature_algorithm: signatureAlgorithm,
});

/**
 * Body of `PUT /sub_accounts/:id`.
 *
 * @param current the sub-account; the body may repeat its cloud name but not change it. Without it, the body of any
 * sub-account.
 */
export function updateSubAccountBody(current?: ProductEnvironment) {
  return strictObject({
    name: displayName.nullish().transform(orAbsent),
    cloud_name: (current ? unchangedCloudName(current) : cloudName).nullish(),
    custom_attributes: customAttributes,
    enabled: optionalFlag,
    signature_algorithm: signatureAlgorithm,
  });
}

/** Fields of `DELETE /sub_accounts/:id`. */
export const deleteSubAccountFields = strictObject({
  force: optionalFlag.meta({ description: 'Also while events or deliveries are under way, which then end.' }),
});

function unchangedCloudName({ cloudName: current }: ProductEnvironment): z.ZodType<string> {
  return z.literal(current, `"${current}": the cloud name of a sub-account cannot change`);
}

function orAbsent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

const keyAnswer = z.object({ key: z.string(), secret: z.string(), enabled: z.boolean() });

export const subAccountAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    cloud_name: z.string(),
    enabled: z.boolean(),
    api_access_keys: z.array(keyAnswer),
    custom_attributes: jsonObject,
    signature_algorithm: z.enum(SIGNATURE_ALGORITHMS),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'SubAccount', description: 'A product environment.' });

export const subAccountsAnswer = z.object({ sub_accounts: z.array(subAccountAnswer) });
