import { z } from 'zod';
import type { JsonSchema } from './openapi-document';

/**
 * Turns zod schemas into JSON Schema (draft 2020-12) as a sender has to obey it. Schemas that have an `id` are kept
 * aside, under `components`, and referred to.
 */
export function createSchemaCollector() {
  const components: Record<string, JsonSchema> = {};

  return {
    components,
    toJsonSchema(schema: z.ZodType): JsonSchema {
      const { $schema: _, ...json } = z.toJSONSchema(schema, {
        io: 'input',
        target: 'draft-2020-12',
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }) => {
          simplify(jsonSchema);
          showDefault(zodSchema, jsonSchema);
        },
      });
      const { $defs, ...own } = JSON.parse(
        JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/'),
      ) as JsonSchema & { readonly $defs?: Record<string, JsonSchema> };
      Object.assign(components, $defs);
      return own;
    },
  };
}

/** zod leaves out the default of what it transforms; `meta` says it. */
function showDefault(zodSchema: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema): void {
  const { default: byDefault } = z.globalRegistry.get(zodSchema) ?? {};
  if (byDefault !== undefined) schema.default = byDefault;
}

/** Drops what only repeats the format or the limits of a number. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'date-time') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
