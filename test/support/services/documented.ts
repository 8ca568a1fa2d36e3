import createKnex from 'knex';
import { z } from 'zod';
import type { ApiDependencies } from '../../../src/api/app';
import { composeStores } from '../../../src/app/stores';
import { someMasterKeys } from '../builders/some-master-keys';
import { realStores } from './real-stores';
import { buildDocument } from '../../../src/api/openapi/build-document';
import { allRoutes } from '../../../src/api/all-routes';
import type {
  DocumentedOperation,
  DocumentedResponse,
  JsonSchema,
} from '../../../src/api/openapi/document-parts';
import { isJsonObject } from '../../../src/domain/json/json-values';
import { World } from './world';

/** Of an API whose stores have no database. */
export const UNSTORED: ApiDependencies = {
  ...new World().dependencies(),
  ...realStores(composeStores(createKnex({ client: 'sqlite3', useNullAsDefault: true }), someMasterKeys())),
};
export const ROUTES = allRoutes({ ...UNSTORED, findCaller: async () => undefined });
export const DOCUMENT = buildDocument(ROUTES, '1.2.3');

export interface Documented extends DocumentedOperation {
  readonly method: string;
  /** With parameters as `{name}`. */
  readonly path: string;
}

/** Every operation of the document. */
export const OPERATIONS: readonly Documented[] = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
  })),
);

/** The documented response, also when it is a reference; `undefined` for a status that is not documented. */
export function responseOf(operation: Documented, status: number): DocumentedResponse | undefined {
  const response = operation.responses[status];
  if (!response || !('$ref' in response)) return response;
  return DOCUMENT.components.responses[response.$ref.split('/').at(-1) ?? ''];
}

/** What an answer has that the document does not, or the other way round; empty when they agree, and for unknown paths. */
export function contradictions(line: string, status: number, json: unknown): readonly string[] {
  const operation = operationFor(line);
  if (!operation) return [];
  const response = responseOf(operation, status);
  if (!response) return [`${operation.operationId}: the status ${status} is not documented`];
  const schema = response.content?.['application/json']?.schema ?? {};
  return faultsIn(schema, json).map((fault) => `${operation.operationId}, ${status}: ${fault}`);
}

const PATTERNS = OPERATIONS.map((operation) => ({ operation, pattern: pattern(operation.path) }));

/** @param line method, space, path and query. @returns `undefined` for what the document does not have. */
export function operationFor(line: string): Documented | undefined {
  const [method, target = ''] = line.split(' ');
  const [path = ''] = target.split('?');
  return PATTERNS.find((each) => each.operation.method === method && each.pattern.test(path))?.operation;
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
}

/** By the schema's object, since those of the document are asked for again and again. */
const validators = { allowed: new WeakMap<object, z.ZodType>(), refused: new WeakMap<object, z.ZodType>() };

/**
 * What is wrong with a value by a schema of the document.
 *
 * @param unnamed whether an object may have fields that its schema does not name.
 */
export function faultsIn(
  schema: JsonSchema,
  value: unknown,
  unnamed: 'allowed' | 'refused' = 'refused',
): readonly string[] {
  const known = validators[unnamed];
  const validator = known.get(schema) ?? toValidator(schema, unnamed);
  known.set(schema, validator);
  const issues = validator.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function toValidator(schema: JsonSchema, unnamed: 'allowed' | 'refused'): z.ZodType {
  const replacer = unnamed === 'refused' ? closed : undefined;
  const text = JSON.stringify({ ...schema, $defs: DOCUMENT.components.schemas }, replacer);
  return z.fromJSONSchema(
    JSON.parse(text.replaceAll('"#/components/schemas/', '"#/$defs/')) as z.core.JSONSchema.JSONSchema,
  );
}

/** For `JSON.stringify`: an object of named properties has no others. */
function closed(_key: string, value: unknown): unknown {
  const isOpen = isJsonObject(value) && 'properties' in value && !('additionalProperties' in value);
  return isOpen ? { ...value, additionalProperties: false } : value;
}
