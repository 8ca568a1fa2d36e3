import { z } from 'zod';
import { CLOUD_NAME_FORM, CLOUD_NAME_PATTERN } from '../../domain/keys/cloud-name';
import { RATE_LIMIT_REFERENCES, faultReference } from './fault-responses';
import type { DocumentedOperation, DocumentedParameter, JsonSchema } from './openapi-document';
import { faultsOf, rolesOf, type Access, type RouteDeclaration } from './route-declaration';

type ToJsonSchema = (schema: z.ZodType) => JsonSchema;

const FORM = 'application/x-www-form-urlencoded';
const CLOUD_NAME = {
  description: CLOUD_NAME_FORM,
  schema: { type: 'string', pattern: CLOUD_NAME_PATTERN.source },
};

/** A route as OpenAPI describes it. */
export function documentOperation(route: RouteDeclaration, toJsonSchema: ToJsonSchema): DocumentedOperation {
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...describeRoles(route.access),
    security: securityOf(route.access),
    parameters: [...pathParameters(route.path), ...queryParameters(route, toJsonSchema)],
    ...(route.body && { requestBody: requestBody(route.body, route, toJsonSchema) }),
    responses: responses(route, toJsonSchema),
  };
}

function securityOf(access: Access): DocumentedOperation['security'] {
  if (access === 'anybody') return [];
  return [access === 'provisioning_key' ? { provisioning_key: [] } : { access_key: [] }];
}

function describeRoles(access: Access): { readonly description?: string } {
  if (access === 'anybody' || access === 'provisioning_key') return {};
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

function queryParameters({ query }: RouteDeclaration, toJsonSchema: ToJsonSchema) {
  return Object.entries<z.ZodType>(query?.shape ?? {}).map(([name, field]): DocumentedParameter => {
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

function requestBody(body: z.ZodType, { acceptsForm }: RouteDeclaration, toJsonSchema: ToJsonSchema) {
  const form = acceptsForm === true ? body : acceptsForm;
  return {
    required: !(body instanceof z.ZodOptional),
    content: {
      'application/json': { schema: toJsonSchema(body) },
      ...(form && { [FORM]: { schema: toJsonSchema(form) } }),
    },
  };
}

function responses(route: RouteDeclaration, toJsonSchema: ToJsonSchema): DocumentedOperation['responses'] {
  const answers = Object.entries(route.answers).map(([status, { description, schema }]) => [
    status,
    {
      description,
      ...(route.access !== 'anybody' && { headers: RATE_LIMIT_REFERENCES }),
      content: { 'application/json': { schema: toJsonSchema(schema) } },
    },
  ]);
  const faults = faultsOf(route).map((status) => [status, faultReference(status)]);
  return Object.fromEntries([...answers, ...faults]) as DocumentedOperation['responses'];
}
