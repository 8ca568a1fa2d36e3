import type { z } from 'zod';
import type { Browser } from '../access/browser';
import type { RequestShare } from '../limits/capacity';
import type { Author } from '../../domain/keys/audit-entry';
import type { SpanContext } from '../../domain/traces/span-context';
import type { Caller, ConsoleSession } from '../../domain/keys/access-key';
import type { Permission } from '../../domain/keys/role';

export const TAGS = {
  triggers: 'Who is told of what: event types and their destinations.',
  events: 'What happened, and what became of it.',
  deliveries: 'What is on its way to whom.',
  messages: 'Notifications for clients that ask for them.',
  operations: 'Calls whose work goes on: announced, reported about, answered.',
  provisioning: 'Product environments and their access keys, for the owner of the account.',
  receivers: 'For those who verify signatures.',
  audit: 'Who changed what.',
  console: 'Signing in to the Console.',
  service: 'About the service itself.',
} as const;

/**
 * The parts of the API, with what their paths begin with. A request in `environment` or `notifications` needs an access key,
 * one in `account`
 * the account's provisioning key. One in `console` comes from a page of the Console, before or after signing in. `public` and
 * `probe` are for anybody; probes are answered however busy the process is.
 */
export const PREFIXES = {
  environment: '/v1_1/:cloud_name',
  notifications: '/v2/notifications/:cloud_name',
  account: '/v1_1/provisioning/accounts/:account_id',
  console: '/console',
  public: '',
  probe: '',
} as const;
export type Part = keyof typeof PREFIXES;

/**
 * The credentials that a route needs: none, the account's provisioning key, a session of the Console, or an access key
 * that has this permission.
 */
export type Access = 'anybody' | 'provisioning_key' | 'session' | Permission;

/** The budget of requests per second that a request counts against. */
export type Rate = 'publishing' | 'administration' | 'polling';

export type FaultStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 420 | 429 | 500 | 503;

interface RouteAnswer {
  readonly description: string;
  readonly schema: z.ZodType;
}

type RouteAnswers = Readonly<Record<number, RouteAnswer>>;
type Method = 'get' | 'post' | 'put' | 'delete';
type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A schema, or one that depends on what `find` has found; on nothing in the documentation. */
type Varying<Schema, Found> = Schema | ((found?: Found) => Schema);

/** The properties of a route that only one part of the API has. */
interface SaidIn {
  readonly environment: { readonly access: Permission; readonly rate: Rate };
  readonly notifications: { readonly access: Permission; readonly rate: Rate };
  /** `alsoInQuery`: clients may also send the fields of the body in the query. */
  readonly account: { readonly alsoInQuery?: true; readonly query?: never };
  readonly console: { readonly access: 'anybody' | 'session' };
  readonly public: object;
  readonly probe: object;
}

/** The facts about a request beside what its route declares. */
interface KnownIn {
  readonly environment: { readonly caller: Caller; readonly by: Author };
  readonly notifications: { readonly caller: Caller; readonly by: Author };
  readonly account: { readonly accountId: string; readonly by: Author };
  readonly console: {
    readonly browser: Browser;
    /** Present where the route asks for one. */
    readonly session: ConsoleSession | undefined;
    readonly requestId: string;
  };
  readonly public: object;
  readonly probe: object;
}

/** Names of the parameters of a path, for example `id` of `/events/:id`. */
type ParametersOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParametersOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Incoming<In extends Part, Path extends string> = KnownIn[In] & {
  readonly params: Readonly<Record<ParametersOf<Path>, string>>;
  /** The whole path, as it was asked for. */
  readonly path: string;
  /** The span of the caller that its `traceparent` names, where traces are on. */
  readonly producer: SpanContext | undefined;
  /** The part of the service's capacity that the request holds. Probes hold none. */
  readonly share: RequestShare;
  /** Makes a signal that is aborted when the client has gone away. */
  readonly untilGone: () => AbortSignal;
  /** `If-Match`: what the answer to a GET must still be named, see `isNamed`. `undefined` when it may be anything. */
  readonly ifMatch: string | undefined;
};

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** Status, body and, if need be, headers: one of the declared answers. */
type Reply<Answers extends RouteAnswers> = {
  [Status in keyof Answers & number]: readonly [
    status: Status,
    body: Immutable<z.input<Answers[Status]['schema']>>,
    headers?: Headers,
  ];
}[keyof Answers & number];

interface Declared<
  In extends Part,
  Path extends string,
  Found,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answers extends RouteAnswers,
  Replied,
> {
  readonly in: In;
  readonly method: Method;
  /** Below the prefix of its part, parameters as `:name`. */
  readonly path: Path;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  /** Looks up what the path names, before anything else of the request is read. */
  readonly find?: (request: Incoming<In, Path>) => Found | Promise<Found>;
  readonly query?: Query;
  /** In an account, the schema of the fields of body and query together. */
  readonly body?: Varying<Body, Found>;
  /** Whether the body may also be a form, which an account always accepts; its schema if that differs. */
  readonly acceptsForm?: true | Varying<z.ZodType<z.output<Body>>, Found>;
  /** The body that the documentation shows if `handle` itself judges parts of it. */
  readonly documentedBody?: z.ZodType;
  /** Judges the tree of a JSON body before its schema does; `checkJsonTree` by default. */
  readonly checkTree?: (json: unknown) => void;
  /** Of the body; 64 KiB by default. */
  readonly maxBytes?: number;
  /** Whether `handle` changes something only while it is what `If-Match` names. */
  readonly honoursIfMatch?: true;
  /** As how many requests one with this body counts in its budget; 1 by default. */
  readonly weight?: (body: z.output<Body>) => number;
  /** By status. */
  readonly answers: Answers;
  /** Failures that do not follow from the rest. */
  readonly faults?: readonly FaultStatus[];
  /** Answers a request whose parts have passed their schemas. */
  readonly handle: (
    request: Incoming<In, Path> & {
      readonly found: Found;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
      /** The body, or an account's fields, before the schema: `undefined` when there is none. */
      readonly given: unknown;
    },
  ) => Replied | Promise<Replied>;
}

/** A request to any route. Its own declaration knows more about it. */
export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly path: string;
  readonly share: RequestShare;
  readonly producer: SpanContext | undefined;
  readonly untilGone: () => AbortSignal;
  readonly ifMatch: string | undefined;
  readonly caller: Caller | undefined;
  readonly accountId: string | undefined;
  readonly by: Author | undefined;
  readonly browser: Browser;
  readonly session: ConsoleSession | undefined;
  readonly requestId: string;
}

interface AnyDeclared {
  readonly in: Part;
  readonly method: Method;
  readonly path: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly access?: Permission | 'anybody' | 'session';
  readonly rate?: Rate;
  readonly alsoInQuery?: true;
  readonly find?: (request: RouteRequest) => unknown;
  readonly query?: z.ZodObject;
  readonly body?: Varying<z.ZodType, unknown>;
  readonly acceptsForm?: true | Varying<z.ZodType, unknown>;
  readonly documentedBody?: z.ZodType;
  readonly checkTree?: (json: unknown) => void;
  readonly maxBytes?: number;
  readonly honoursIfMatch?: true;
  readonly weight?: (body: unknown) => number;
  readonly answers: RouteAnswers;
  readonly faults?: readonly FaultStatus[];
  readonly handle: (
    request: RouteRequest & {
      readonly found: unknown;
      readonly query: unknown;
      readonly body: unknown;
      readonly given: unknown;
    },
  ) => AnyReply | Promise<AnyReply>;
}

type AnyReply = readonly [status: number, body: unknown, headers?: Headers];

/** A route as the router, the documentation and the limits know it. */
export interface Route extends Omit<AnyDeclared, 'access' | 'rate'> {
  /** With the prefix. */
  readonly path: string;
  readonly access: Access;
  readonly rate: Rate;
}

/** A route with its `operationId`, which is the name of its export. */
export interface NamedRoute extends Route {
  readonly operationId: string;
}

/**
 * Declares a route: all that is known of it, and what it does. What `handle` gets and may return follows from the rest.
 *
 * @example `showEvent` in `events/routes.ts`.
 */
export function route<
  In extends Part,
  Path extends string,
  Answers extends RouteAnswers,
  Found = undefined,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
  const Replied extends Reply<Answers> = Reply<Answers>,
>(declared: Declared<In, Path, Found, Query, Body, Answers, Replied> & SaidIn[In]): Route;
export function route(declared: AnyDeclared): Route {
  const path = `${PREFIXES[declared.in]}${declared.path}`;
  return { ...declared, path, access: accessOf(declared), rate: declared.rate ?? 'administration' };
}

function accessOf({ in: part, access }: AnyDeclared): Access {
  if (part === 'account') return 'provisioning_key';
  return access ?? 'anybody';
}

/** Picks the schema for a request. */
export function schemaFor(schema: Varying<z.ZodType, unknown>, found?: unknown): z.ZodType {
  return typeof schema === 'function' ? schema(found) : schema;
}
