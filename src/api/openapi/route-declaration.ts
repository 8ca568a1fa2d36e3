import type { z } from 'zod';

export const TAGS = {
  triggers: 'Who is told of what: event types and their destinations.',
  events: 'What happened, and what became of it.',
  deliveries: 'What is on its way to whom.',
  operations: 'Calls whose work goes on: announced, reported about, answered.',
  provisioning: 'Product environments and their access keys, for the owner of the account.',
  receivers: 'For those who verify signatures.',
  service: 'About the service itself.',
} as const;

/** Whose key a route asks for. */
export type Access = 'access_key' | 'provisioning_key' | 'anybody';

export interface Answer {
  readonly description: string;
  readonly schema: z.ZodType;
}

/** What the documentation knows of a route. The schemas of its query and body are those that validate them. */
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
  /** Whether the body may also be a form, as an official client sends it. */
  readonly acceptsForm?: true;
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Failures that do not follow from the rest. */
  readonly faults?: readonly FaultStatus[];
}

export type FaultStatus = 400 | 401 | 404 | 409 | 413 | 415 | 500 | 503;

/** Every failure of a route: those declared, and those that a body, a query or a key bring with them. */
export function faultsOf({ query, body, access, faults = [] }: RouteDeclaration): readonly FaultStatus[] {
  const implied: FaultStatus[] = [
    ...(query || body ? [400 as const] : []),
    ...(access === 'anybody' ? [] : [401 as const, 500 as const]),
    ...(body ? [413 as const, 415 as const] : []),
  ];
  return [...implied, ...faults].sort((a, b) => a - b);
}
