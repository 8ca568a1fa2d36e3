import type { z } from 'zod';
import { ROLES } from '../../domain/keys/role';
import { rolesOf } from '../access/gate';
import { errorAnswer } from '../route/errors';
import type { FaultStatus, Route } from '../route/route';

/** The parts of OpenAPI 3.1 that are used here. Source: https://spec.openapis.org/oas/v3.1.1. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, DocumentedResponse>>;
    readonly headers: Headers;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export type ToJsonSchema = (schema: z.ZodType) => JsonSchema;

export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** An empty list: none is needed. */
  readonly security: readonly Readonly<Record<string, readonly []>>[];
  readonly parameters: readonly DocumentedParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedResponse | { readonly $ref: string }>>;
}

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Headers;
  /** Absent for an answer without a body. */
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

type Headers = Readonly<Record<string, object>>;

const header = (description: string, type: string) => ({ description, schema: { type } });
const LIMITED = 'Comes once the key is known, where requests per second are limited.';

/** The headers about the caller's budget, each under its own name. */
export const RATE_LIMIT_HEADERS: Headers = {
  'X-FeatureRateLimit-Limit': header(`Requests per second of this kind. ${LIMITED}`, 'integer'),
  'X-FeatureRateLimit-Remaining': header(`How many of them are left. ${LIMITED}`, 'integer'),
  'X-FeatureRateLimit-Reset': header(`When all of them are there again: an HTTP date. ${LIMITED}`, 'string'),
};

/** The same, as responses refer to them. */
export const RATE_LIMIT_REFERENCES: Headers = Object.fromEntries(
  Object.keys(RATE_LIMIT_HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

const RETRY_AFTER: Headers = { 'Retry-After': header('Seconds.', 'integer') };
const WWW_AUTHENTICATE: Headers = { 'WWW-Authenticate': header('HTTP Basic.', 'string') };

/** What every answer to a GET may be to who names its `ETag`. */
export const NOT_MODIFIED = 'What `If-None-Match` names is still the answer.';

interface Fault {
  readonly name: string;
  readonly description: string;
  readonly headers?: Headers;
}

const FAULTS: Record<FaultStatus, Fault> = {
  400: {
    name: 'InvalidRequest',
    description: 'A field is missing, unknown or has another form than expected, or a limit is reached.',
  },
  401: {
    name: 'Unauthorized',
    description: 'Missing or wrong credentials, or a name that does not exist.',
    headers: WWW_AUTHENTICATE,
  },
  403: {
    name: 'Forbidden',
    description:
      'An access key of another role than the request needs, or a change that another site’s page asks for.',
  },
  404: { name: 'NotFound', description: 'The caller has no such thing, whoever else may have it.' },
  409: { name: 'Conflict', description: 'A unique key is taken, or the state does not allow it.' },
  412: {
    name: 'PreconditionFailed',
    description: 'What `If-Match` names is no longer the present state; nothing was changed.',
  },
  413: { name: 'PayloadTooLarge', description: 'A body of more than 64 KiB, where nothing else is said.' },
  415: {
    name: 'UnsupportedMediaType',
    description: 'A body that is neither JSON nor a form where one is accepted, or is not in UTF-8.',
  },
  420: {
    name: 'AdminRateLimited',
    description: 'More requests per second, or at once, than one key may make.',
    headers: RETRY_AFTER,
  },
  429: {
    name: 'RateLimited',
    description: 'Too many failed logins; or more published per second, or at once, than one key may.',
    headers: RETRY_AFTER,
  },
  500: { name: 'InternalError', description: 'Our fault; the log has it under the request’s id.' },
  503: {
    name: 'Unavailable',
    description: 'The database or Temporal does not answer, or too much is under way; nothing was changed.',
    headers: RETRY_AFTER,
  },
};

/** Every failure of a route: those declared, and those that a body, a query, a key, a change or a condition bring with them. */
export function faultsOf({ faults = [], ...route }: Route): readonly FaultStatus[] {
  const { query, body, access, method, honoursIfMatch } = route;
  const isPublic = access === 'anybody';
  const implied: FaultStatus[] = [
    ...(query || body ? [400 as const] : []),
    ...(isPublic ? [] : [401 as const, 500 as const]),
    // Failed logins; a session is none.
    ...(isPublic || access === 'session' ? [] : [429 as const]),
    ...(method !== 'get' || rolesOf(access).length < ROLES.length ? [403 as const] : []),
    ...(honoursIfMatch ? [412 as const] : []),
    ...(body ? [413 as const, 415 as const] : []),
    ...(isPublic || route.rate === 'publishing' ? [] : [420 as const]),
    ...(route.in === 'probe' ? [] : [503 as const]),
  ];
  return [...implied, ...faults].sort((a, b) => a - b);
}

export function faultReference(status: FaultStatus): { readonly $ref: string } {
  return { $ref: `#/components/responses/${FAULTS[status].name}` };
}

/** Every failed answer, by the name that `faultReference` refers to. */
export function faultResponses(toJsonSchema: ToJsonSchema): Readonly<Record<string, DocumentedResponse>> {
  const content = { 'application/json': { schema: toJsonSchema(errorAnswer) } };
  return Object.fromEntries(
    Object.entries(FAULTS).map(([status, { name, description, headers }]) => [
      name,
      { description, headers: { ...(status !== '401' && RATE_LIMIT_REFERENCES), ...headers }, content },
    ]),
  );
}
