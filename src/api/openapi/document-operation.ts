import { z } from 'zod';
import { faultReference } from './fault-responses';
import type { DocumentedOperation, DocumentedParameter, JsonSchema } from './openapi-document';
import { faultsOf, type Access, type RouteDeclaration } from './route-declaration';

type ToJsonSchema = (schema: z.ZodType) => JsonSchema;

const SECURITY: Record<Access, DocumentedOperation['security']> = {
  access_key: [{ access_key: [] }],
  provisioning_key: [{ provisioning_key: [] }],
  anybody: [],
};

const FORM = 'application/x-www-form-urlencoded';

/** A route as OpenAPI describes it. */
export function documentOperation(route: RouteDeclaration, toJsonSchema: ToJsonSchema): DocumentedOperation {
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    security: SECURITY[route.access],
    parameters: [...pathParameters(route.path), ...queryParameters(route, toJsonSchema)],
    ...(route.body && { requestBody: requestBody(route.body, route.acceptsForm, toJsonSchema) }),
    responses: responses(route, toJsonSchema),
  };
}

function pathParameters(path: string): readonly DocumentedParameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
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

function requestBody(body: z.ZodType, acceptsForm: true | undefined, toJsonSchema: ToJsonSchema) {
  const media = { schema: toJsonSchema(body) };
  return {
    required: !(body instanceof z.ZodOptional),
    content: { 'application/json': media, ...(acceptsForm && { [FORM]: media }) },
  };
}

function responses(route: RouteDeclaration, toJsonSchema: ToJsonSchema): DocumentedOperation['responses'] {
  const answers = Object.entries(route.answers).map(([status, { description, schema }]) => [
    status,
    { description, content: { 'application/json': { schema: toJsonSchema(schema) } } },
  ]);
  const faults = faultsOf(route).map((status) => [status, faultReference(status)]);
  return Object.fromEntries([...answers, ...faults]) as DocumentedOperation['responses'];
}
