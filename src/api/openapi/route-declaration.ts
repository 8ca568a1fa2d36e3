import type { z } from 'zod';
import { ROLES, rolesThatMay, type Permission, type Role } from '../../domain/keys/role';
import { isPublishing } from '../limits/is-publishing';

export const TAGS = {
  triggers: 'Who is told of what: event types and their destinations.',
  events: 'What happened, and what became of it.',
  deliveries: 'What is on its way to whom.',
  operations: 'Calls whose work goes on: announced, reported about, answered.',
  provisioning: 'Product environments and their access keys, for the owner of the account.',
  receivers: 'For those who verify signatures.',
  audit: 'Who changed what.',
  service: 'About the service itself.',
} as const;

/** What a route asks for: nothing, the account's provisioning key, or an access key that has this permission. */
export type Access = 'anybody' | 'provisioning_key' | Permission;

export interface RouteAnswer {
  readonly description: string;
  readonly schema: z.ZodType;
}

/**
 * What is known of a route besides its code: the schemas of its query and body are those that validate them, its
 * `access` is the one that is enforced.
 */
export interface RouteDeclaration {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As the router has it, parameters as `:name`. */
  readonly path: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether the body may also be a form, as an official client sends it; its schema where it differs. */
  readonly acceptsForm?: true | z.ZodType;
  /** By status. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Whether it tells machines how the process is, and is answered however much there is to do. */
  readonly isProbe?: true;
  /** Failures that do not follow from the rest. */
  readonly faults?: readonly FaultStatus[];
}

export type FaultStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 420 | 429 | 500 | 503;

/** Every failure of a route: those declared, and those that a body, a query, a key or a change bring with them. */
export function faultsOf({ faults = [], ...route }: RouteDeclaration): readonly FaultStatus[] {
  const { query, body, access, method } = route;
  const isChange = method !== 'get';
  const implied: FaultStatus[] = [
    ...(query || body ? [400 as const] : []),
    ...(access === 'anybody' ? [] : [401 as const, 429 as const, 500 as const]),
    ...(isChange || rolesOf(access).length < ROLES.length ? [403 as const] : []),
    ...(body ? [413 as const, 415 as const] : []),
    ...(isCountedAsAdministration(route) ? [420 as const] : []),
    ...(route.isProbe ? [] : [503 as const]),
  ];
  return [...implied, ...faults].sort((a, b) => a - b);
}

function isCountedAsAdministration({ access, method, path }: RouteDeclaration): boolean {
  return access !== 'anybody' && !isPublishing(method.toUpperCase(), path);
}

/** The roles whose access keys may use a route; all of them where no access key is asked for. */
export function rolesOf(access: Access): readonly Role[] {
  return access === 'anybody' || access === 'provisioning_key' ? ROLES : rolesThatMay(access);
}
