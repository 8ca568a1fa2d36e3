import { z } from 'zod';
import { rolesOf } from '../access/gate';
import { accountQuery } from '../route/account-fields';
import { schemaFor, type Access, type NamedRoute, type Route } from '../route/route';
import { NOT_MODIFIED, RATE_LIMIT_REFERENCES, faultReference, faultsOf } from './fault-responses';
import type { DocumentedOperation, DocumentedParameter, JsonSchema } from './openapi-document';
import { CLOUD_NAME_FORM, CLOUD_NAME_PATTERN } from '../../domain/keys/product-environment';

type ToJsonSchema = (schema: z.ZodType) => JsonSchema;

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
export function documentOperation(route: NamedRoute, toJsonSchema: ToJsonSchema): DocumentedOperation {
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
