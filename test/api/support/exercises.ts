import type { ApiSettings } from '../../../src/api/app';
import { ROUTES, type Documented } from '../../support/services/documented';
import { EXERCISES } from './exercise-table';
import type { StoredApi } from '../../support/services/stored-api';

/** A request to one operation, and the status that it is to be answered with. */
export interface Exercise {
  readonly status: number;
  readonly arrange?: (api: StoredApi) => Promise<unknown>;
  /** Those of the path that are not the same for all. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly json?: unknown;
  /** In place of JSON. */
  readonly text?: string;
  readonly contentType?: string;
  readonly isAnonymous?: boolean;
  readonly hasWrongSecret?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings?: Partial<ApiSettings>;
  /** How often it is sent, at most, until it is answered so. */
  readonly attempts?: number;
}

const MORE_THAN_ANY_BODY = ' '.repeat(4 * 1024 * 1024 + 1);

/** How a request that would succeed is spoilt, by the status that follows. */
type Spoilt = Exercise | readonly Exercise[];
const SPOILT: Readonly<Record<number, (good: Exercise, operation: Documented) => Spoilt>> = {
  304: (good) => ({ ...good, status: 304, headers: { ...good.headers, 'If-None-Match': '*' } }),
  400: (good, { parameters }) =>
    parameters.some((parameter) => parameter.in === 'query')
      ? { ...good, status: 400, query: 'no_such_parameter=1' }
      : { ...good, status: 400, json: [] },
  401: (good) => ({ ...good, status: 401, isAnonymous: true }),
  403: (good, { method, operationId, security }) => [
    ...(security.some((scheme) => 'access_key' in scheme) ? [byAnotherRole(good, operationId)] : []),
    ...(method === 'GET' ? [] : [{ ...good, status: 403, headers: { 'Sec-Fetch-Site': 'cross-site' } }]),
  ],
  404: ({ arrange: _, ...good }) => ({ ...good, status: 404 }),
  412: (good) => ({ ...good, status: 412, headers: { ...good.headers, 'If-Match': '"of-before"' } }),
  413: ({ json: _, ...good }) => ({ ...good, status: 413, text: MORE_THAN_ANY_BODY }),
  415: ({ json: _, ...good }) => ({ ...good, status: 415, text: 'x', contentType: 'text/plain' }),
  420: (good) => ({
    ...good,
    status: 420,
    settings: { apiRequestsPerSecond: 1, pollRequestsPerSecond: 1, sessionRequestsPerSecond: 1 },
    attempts: 20,
  }),
  429: (good) => ({ ...good, status: 429, hasWrongSecret: true, attempts: 6 }),
  503: (good) => ({ ...good, status: 503, settings: { maxConcurrentRequests: 0 } }),
  500: (good) => ({
    ...good,
    status: 500,
    arrange: async (api) => {
      api.world.databaseFault = new Error('down');
    },
  }),
};

function byAnotherRole(good: Exercise, operationId: string): Exercise {
  const access = ROUTES.find((route) => route.operationId === operationId)?.access;
  const role = access === 'read' ? 'events:publish' : 'read';
  const arrange = async (api: StoredApi) => api.db('access_keys').update({ role });
  return { ...good, status: 403, arrange };
}

/** The requests of the table, and what follows from the first of them, for the documented statuses without one. */
export function exercisesOf(operation: Documented): readonly Exercise[] {
  const listed = EXERCISES[operation.operationId] ?? [];
  const [good] = listed;
  if (!good) return [];
  const missing = Object.keys(operation.responses)
    .map(Number)
    .filter((status) => listed.every((exercise) => exercise.status !== status));
  return [...listed, ...missing.flatMap((status) => SPOILT[status]?.(good, operation) ?? [])];
}
