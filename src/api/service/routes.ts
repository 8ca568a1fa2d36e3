import { z } from 'zod';
import { jsonObject } from '../route/fields';
import { route } from '../route/route';

const fault = z.object({ fault: z.string() });

const livenessAnswer = z.object({ status: z.literal('ok') });

export const readinessAnswer = z.object({
  status: z.enum(['ok', 'unavailable', 'draining']),
  version: z.string(),
  database: z.union([z.enum(['ok', 'not writable']), fault]),
  temporal: z.union([z.literal('ok'), fault]),
});

/** What the health probes need. */
export interface HealthPorts {
  readonly health: Health;
  readonly settings: { readonly version: string };
}

export interface Health {
  /** Never rejects; a fault is one readable line. */
  check(): Promise<{
    /** `not writable`: it can be read alone at present, so that most requests can be served. */
    readonly database: 'ok' | 'not writable' | { fault: string };
    readonly temporal: 'ok' | { fault: string };
  }>;
  /** Whether the process is about to end: it still serves every request, but wants no new ones. */
  isDraining(): boolean;
}

/** What the route of the OpenAPI document needs. */
export interface OpenApiPorts {
  /** Describes every route, this one included. */
  readonly describe: () => Readonly<Record<string, unknown>>;
}

export const showLiveness = () =>
  route({
    in: 'probe',
    method: 'get',
    path: '/healthz',
    tag: 'service',
    summary: 'Says that the process lives',
    answers: { 200: { description: 'It lives.', schema: livenessAnswer } },
    handle: () => [200, { status: 'ok' }],
  });

/**
 * Says whether the process can do its work and will continue, or what prevents it. A database that is not writable is
 * only mentioned: every process has the same one, so it would not help to send reads elsewhere.
 */
export const showReadiness = ({ health, settings: { version } }: HealthPorts) =>
  route({
    in: 'probe',
    method: 'get',
    path: '/readyz',
    tag: 'service',
    summary: 'Says whether database and Temporal answer, and the process is not about to end',
    answers: {
      200: {
        description: 'Both answer; `database` tells, too, when it takes no writes at present.',
        schema: readinessAnswer,
      },
      503: {
        description: 'One of them does not, or the process drains before its end.',
        schema: readinessAnswer,
      },
    },
    async handle() {
      const { database, temporal } = await health.check();
      const isAble = typeof database === 'string' && temporal === 'ok';
      const status = health.isDraining() ? 'draining' : isAble ? 'ok' : 'unavailable';
      return [status === 'ok' ? 200 : 503, { status, version, database, temporal }];
    },
  });

/** Shows the API's description to anybody. It is made when it is first asked for. */
export const showOpenApi = ({ describe }: OpenApiPorts) => {
  let document: Readonly<Record<string, unknown>> | undefined;
  return route({
    in: 'public',
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    summary: 'Shows this document',
    answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: jsonObject } },
    handle: () => [200, (document ??= describe())],
  });
};
