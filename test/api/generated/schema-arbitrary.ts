import fc from 'fast-check';
import type { JsonSchema } from '../../../src/api/openapi/document-parts';
import { isJsonObject } from '../../../src/domain/json/json-values';

/** What a schema does not tell of a field that has this name. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

export interface Known {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly hints: Hints;
  /** Fields that an object always has, or never has where the value is `undefined`. */
  readonly always?: Hints;
}

const ANY_OBJECT = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 4,
});
const ANY_TIME = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

/** Values that a schema of the OpenAPI document allows, as far as the API makes use of JSON Schema. @throws Error for the rest. */
export function valuesOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { $ref, anyOf, oneOf, type } = schema;
  if (typeof $ref === 'string') return valuesOf(known.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, known);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices))
    return fc.oneof(...choices.map((choice: JsonSchema) => valuesOf(choice, known)));
  if (Array.isArray(type))
    return fc.oneof(...type.map((one: string) => valuesOf({ ...schema, type: one }, known)));
  return valuesOfType(schema, known);
}

function valuesOfType(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { type, minimum, maximum, items, minItems } = schema;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Number(minimum ?? 0), max: Number(maximum ?? 1000) });
    case 'string':
      return texts(schema);
    case 'array':
      return fc.array(valuesOf(isJsonObject(items) ? items : {}, known), {
        minLength: Number(minItems ?? 0),
        maxLength: 4,
      });
    case 'object':
      return isJsonObject(schema.properties) ? objects(schema.properties, schema, known) : ANY_OBJECT;
    default:
      throw new Error(`no values for the schema ${JSON.stringify(schema)}`);
  }
}

function texts({ format, pattern, minLength, maxLength }: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'date-time') return ANY_TIME.map((date) => date.toISOString());
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  return fc.string({
    unit: 'grapheme',
    minLength: Number(minLength ?? 0),
    maxLength: Math.min(Number(maxLength ?? 20), 20),
  });
}

function objects(
  properties: Readonly<Record<string, unknown>>,
  { required }: JsonSchema,
  known: Known,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => [
    name,
    known.always?.[name] ?? known.hints[name] ?? valuesOf(isJsonObject(schema) ? schema : {}, known),
  ]);
  const alwaysThere = Object.keys(known.always ?? {}).filter((name) => name in properties);
  const requiredKeys = [...(Array.isArray(required) ? (required as string[]) : []), ...alwaysThere];
  return fc
    .record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys })
    .map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}
