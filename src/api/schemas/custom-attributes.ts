import { z } from 'zod';
import type { ProductEnvironment } from '../../domain/keys/product-environment';
import { isJsonObject } from '../../domain/json/walk-json';
import { checkJsonTree } from '../body/check-json-tree';
import { parseJsonText } from '../body/parse-json-text';
import { refusing } from '../parse';
import { jsonObject } from './json-object';

type Attributes = ProductEnvironment['customAttributes'];

const EXPECTED = 'a JSON object';

/**
 * A sub-account's own attributes: an object, its JSON text, or pairs as the official client for .NET writes them,
 * `plan=free|tier=1`. PHP's empty object is an empty list. Source: docs/decisions.md D38.
 */
export const customAttributes = z
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
