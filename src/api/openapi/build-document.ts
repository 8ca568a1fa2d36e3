import { z } from 'zod';
import { CLOUD_NAME_FORM, CLOUD_NAME_PATTERN } from '../../domain/keys/product-environment';
import { rolesOf } from '../access/gate';
import { accountQuery } from '../route/body';
import { schemaFor, TAGS } from '../route/route';
import type { Access, NamedRoute, Route } from '../route/route';
import {
  faultReference,
  faultResponses,
  faultsOf,
  NOT_MODIFIED,
  RATE_LIMIT_HEADERS,
  RATE_LIMIT_REFERENCES,
} from './document-parts';
import type {
  DocumentedOperation,
  DocumentedParameter,
  JsonSchema,
  OpenApiDocument,
  ToJsonSchema,
} from './document-parts';

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

const FORM = 'application/x-www-form-urlencoded';
const CLOUD_NAME = {
  description: CLOUD_NAME_FORM,
  schema: { type: 'string', pattern: CLOUD_NAME_PATTERN.source },
};

const IF_MATCH: DocumentedParameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of an answer to GET: nothing is changed when it is another one by now.',
  schema: { type: 'string' },
};

/** A route as OpenAPI describes it. */
function documentOperation(route: NamedRoute, toJsonSchema: ToJsonSchema): DocumentedOperation {
  const body = bodyOf(route);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...describeRoles(route.access),
    security: securityOf(route.access),
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(route, toJsonSchema),
      ...(route.honoursIfMatch ? [IF_MATCH] : []),
    ],
    ...(body && { requestBody: requestBody(body, route, toJsonSchema) }),
    responses: responses(route, toJsonSchema),
  };
}

function securityOf(access: Access): DocumentedOperation['security'] {
  if (access === 'anybody') return [];
  if (access === 'session') return [{ console_session: [] }];
  return [access === 'provisioning_key' ? { provisioning_key: [] } : { access_key: [] }];
}

function describeRoles(access: Access): { readonly description?: string } {
  if (access === 'anybody' || access === 'provisioning_key' || access === 'session') return {};
  return { description: `For access keys with the role ${rolesOf(access).join(', ')}.` };
}

function pathParameters(path: string): readonly DocumentedParameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(name === 'cloud_name' ? CLOUD_NAME : { schema: { type: 'string' } }),
  }));
}

function queryParameters(route: Route, toJsonSchema: ToJsonSchema) {
  return Object.entries<z.ZodType>(queryOf(route)?.shape ?? {}).map(([name, field]): DocumentedParameter => {
    const { description, ...schema } = toJsonSchema(field);
    return {
      name,
      in: 'query',
      required: !field.isOptional(),
      ...(typeof description === 'string' && { description }),
      schema,
    };
  });
}

/** A part of an account's fields may come in the query, the rest in the body. */
function queryOf(route: Route): z.ZodObject | undefined {
  if (route.in !== 'account') return route.query;
  const inQuery = fieldsInQuery(route);
  return inQuery ? inQuery.extend(accountQuery) : z.object(accountQuery);
}

function bodyOf(route: Route): z.ZodType | undefined {
  if (route.documentedBody) return route.documentedBody;
  return fieldsInQuery(route)?.optional() ?? (route.body && schemaFor(route.body));
}

function fieldsInQuery({ body, alsoInQuery }: Route): z.ZodObject | undefined {
  return alsoInQuery && body instanceof z.ZodObject ? body.partial() : undefined;
}

function requestBody(body: z.ZodType, route: Route, toJsonSchema: ToJsonSchema) {
  const acceptsForm = route.in === 'account' ? true : route.acceptsForm;
  const form = acceptsForm === true ? body : acceptsForm && schemaFor(acceptsForm);
  return {
    required: !(body instanceof z.ZodOptional),
    content: {
      'application/json': { schema: toJsonSchema(body) },
      ...(form && { [FORM]: { schema: toJsonSchema(form) } }),
    },
  };
}

function responses(route: Route, toJsonSchema: ToJsonSchema): DocumentedOperation['responses'] {
  const limits = route.access !== 'anybody' && { headers: RATE_LIMIT_REFERENCES };
  const answers = Object.entries(route.answers).map(([status, { description, schema }]) => [
    status,
    { description, ...limits, content: { 'application/json': { schema: toJsonSchema(schema) } } },
  ]);
  const isConditional = route.method === 'get' && route.in !== 'probe' && 200 in route.answers;
  const notModified = isConditional ? [['304', { description: NOT_MODIFIED, ...limits }]] : [];
  const faults = faultsOf(route).map((status) => [status, faultReference(status)]);
  return Object.fromEntries([...answers, ...notModified, ...faults]) as DocumentedOperation['responses'];
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
