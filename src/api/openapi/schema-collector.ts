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
        override: ({ jsonSchema }) => simplify(jsonSchema),
      });
      const { $defs, ...own } = JSON.parse(
        JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/'),
      ) as JsonSchema & { readonly $defs?: Record<string, JsonSchema> };
      Object.assign(components, $defs);
      return own;
    },
  };
}

/** Drops what only repeats the format or the limits of a number. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'date-time') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
