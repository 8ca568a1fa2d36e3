import { z } from 'zod';
import { TAGS, type NamedRoute } from '../route/route';
import { RATE_LIMIT_HEADERS, faultResponses } from './fault-responses';
import { documentOperation } from './document-operation';
import type { OpenApiDocument, JsonSchema } from './openapi-document';

const DESCRIPTION = `Tells customers' backends what happened on a media platform.

Every answer carries \`X-Request-Id\`: the caller's, if that is a plain word, else a new one. A path that does not exist
answers 404, a method that it does not have 405 with \`Allow\`, a request that takes too long 408, a head that is too large
431. Ids of another product environment are answered like ids that nobody has.

Every authenticated answer carries \`X-FeatureRateLimit-Limit\` and \`-Remaining\`, in requests per second of this access key and
kind (publishing, everything else), and \`-Reset\`, an HTTP date.

The provisioning API takes JSON and forms. Fields of a query and of a body mean the same there, also with GET; the same field
in both must say the same. \`enabled\` and \`force\` are \`true\`, \`false\`, \`1\` or \`0\`; a list is repeated keys, \`[]\` keys, or joined
with commas. It has no users and no user groups.`;

const SECURITY_SCHEMES = {
  access_key: {
    type: 'http',
    scheme: 'basic',
    description: 'API key and secret of an access key of the product environment.',
  },
  provisioning_key: {
    type: 'http',
    scheme: 'basic',
    description: 'Provisioning API key and secret of the account.',
  },
  console_session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-webhooks',
    description: 'Session of the Console. It stands for its access key, and only in requests of the Console.',
  },
};

/** Describes routes as an OpenAPI 3.1 document. */
export function buildDocument(routes: readonly NamedRoute[], version: string): OpenApiDocument {
  const { components, toJsonSchema } = createSchemaCollector();
  const paths: Record<string, Record<string, ReturnType<typeof documentOperation>>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: documentOperation(route, toJsonSchema) };
  }
  const responses = faultResponses(toJsonSchema);
  return {
    openapi: '3.1.1',
    info: { title: 'Webhook notifications', version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components,
      responses,
      headers: RATE_LIMIT_HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/**
 * Turns zod schemas into JSON Schema (draft 2020-12) as a sender has to obey it. Schemas that have an `id` are kept
 * aside, under `components`, and referred to.
 */
function createSchemaCollector() {
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
