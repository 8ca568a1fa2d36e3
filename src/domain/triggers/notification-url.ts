import type { DeliveryErrorCode } from '../deliveries/delivery';
import { maskUrl } from '../destinations/destination-url';
import { DomainError } from '../errors';
import { ALL_EVENTS, EVENT_TYPE_NAMES } from '../events/event-types';
import { isPollUrl, uriTypeOf } from '../poll/channel';
import { refuseBeyondLimits, type TriggerLimits, type Trigger } from './trigger';

/** A URL as customers manage it: with every trigger that names it. */
export interface NotificationUrl {
  readonly uri: string;
  /** At least one; `all` first, then in the order of the catalogue. */
  readonly triggers: readonly Trigger[];
}

/** Deliveries that are counted, of a filter or of one URL and outcome; there may be more. */
export const MAX_COUNTED = 10_000;

/** The outcomes of a period's deliveries to one URL. */
export interface UrlTally {
  readonly uri: string;
  /** More than `MAX_COUNTED` are not counted. */
  readonly delivered: number;
  /** More than `MAX_COUNTED` are not counted. */
  readonly failed: number;
  /**
   * Among the product environment's newest 1,000 pending deliveries, those that failed and have another attempt to
   * come.
   */
  readonly waiting: number;
  /** The error of a delivery that waits, or else of the newest one that failed. */
  readonly lastErrorCode: DeliveryErrorCode | undefined;
}

/**
 * Groups triggers by their URLs.
 *
 * @param triggers oldest first.
 * @returns the groups in the order of their oldest triggers.
 */
export function groupByUrl(triggers: readonly Trigger[]): readonly NotificationUrl[] {
  const groups = new Map<string, Trigger[]>();
  for (const trigger of triggers) {
    const group = groups.get(trigger.uri);
    if (group) group.push(trigger);
    else groups.set(trigger.uri, [trigger]);
  }
  return [...groups].map(([uri, group]) => ({ uri, triggers: group.toSorted(byType) }));
}

function byType(a: Trigger, b: Trigger): number {
  return rankOf(a.eventType) - rankOf(b.eventType);
}

function rankOf(eventType: string): number {
  return eventType === ALL_EVENTS ? -1 : EVENT_TYPE_NAMES.indexOf(eventType);
}

/** How many of a URL's triggers are additive. */
export function additiveOf({ triggers }: NotificationUrl): 'none' | 'some' | 'all' {
  const count = triggers.filter(({ additive }) => additive).length;
  if (count === 0) return 'none';
  return count === triggers.length ? 'all' : 'some';
}

/** The event types that no trigger asks for, in the order of the catalogue. */
export function unservedEventTypes(triggers: readonly Trigger[]): readonly string[] {
  const asked = new Set(triggers.map(({ eventType }) => eventType));
  return asked.has(ALL_EVENTS) ? [] : EVENT_TYPE_NAMES.filter((name) => !asked.has(name));
}

/** The effect of a change of one URL on a product environment's triggers. */
export interface TriggerPlan {
  readonly created: readonly Trigger[];
  readonly moved: readonly { readonly before: Trigger; readonly after: Trigger }[];
  readonly deleted: readonly Trigger[];
}

/** The facts that the plans of one request share. */
export interface PlanTerms {
  readonly environmentId: string;
  readonly limits: TriggerLimits;
  readonly newId: () => string;
  /** ISO text, UTC. */
  readonly at: string;
}

interface WantedUrl {
  /** In normal form. */
  readonly uri: string;
  /** At least one. */
  readonly eventTypes: readonly string[];
}

interface WantedChange {
  /** In normal form. */
  readonly uri: string;
  /** In normal form; `undefined`: the URL stays. */
  readonly newUri?: string | undefined;
  /** At least one; `undefined`: the types stay. */
  readonly eventTypes?: readonly string[] | undefined;
  /** The types that the caller has seen; `undefined`: whatever they are now. */
  readonly expectedEventTypes?: readonly string[] | undefined;
}

/**
 * Plans a trigger for each event type of a URL. The new ones are not additive.
 *
 * @param existing every trigger of the product environment.
 * @throws DomainError `already_exists` when the URL has one of the types, `limit_reached`.
 */
export function planNewUrl(
  existing: readonly Trigger[],
  { uri, eventTypes }: WantedUrl,
  terms: PlanTerms,
): TriggerPlan {
  const created = [...new Set(eventTypes)].map((eventType) => newTrigger({ uri, eventType }, terms));
  return checked(existing, { created, moved: [], deleted: [] }, terms.limits);
}

/**
 * Plans which triggers of a URL are deleted, which move, and which are new. A trigger that stays keeps filter,
 * template, scheme and `additive`.
 *
 * @throws DomainError `not_found` when no trigger has the URL. `invalid_request` when the new one is of another type.
 *   `conflict` when its types are no longer the expected ones. `already_exists`, `limit_reached`.
 */
export function planUrlChange(
  existing: readonly Trigger[],
  { uri, newUri = uri, eventTypes, expectedEventTypes }: WantedChange,
  terms: PlanTerms,
): TriggerPlan {
  const group = triggersOf(existing, uri);
  const types = group.map(({ eventType }) => eventType);
  if (expectedEventTypes && !haveSame(expectedEventTypes, types)) throw changedMeanwhile(types);
  if (uriTypeOf(newUri) !== uriTypeOf(uri)) throw otherType(uri, newUri);
  const wanted = new Set(eventTypes ?? types);
  const kept = group.filter(({ eventType }) => wanted.has(eventType));
  const added = [...wanted].filter((eventType) => !types.includes(eventType));
  const plan = {
    created: added.map((eventType) => newTrigger({ uri: newUri, eventType }, terms)),
    moved:
      newUri === uri
        ? []
        : kept.map((before) => ({ before, after: { ...before, uri: newUri, updatedAt: terms.at } })),
    deleted: group.filter(({ eventType }) => !wanted.has(eventType)),
  };
  return checked(existing, plan, terms.limits);
}

/** Plans to delete a URL with all its triggers. @throws DomainError `not_found` when no trigger has it. */
export function planUrlDeletion(existing: readonly Trigger[], uri: string): TriggerPlan {
  return { created: [], moved: [], deleted: triggersOf(existing, uri) };
}

function triggersOf(existing: readonly Trigger[], uri: string): readonly Trigger[] {
  const found = existing.filter((trigger) => trigger.uri === uri);
  if (found.length > 0) return found;
  const got = JSON.stringify(maskUrl(uri));
  throw new DomainError(
    'not_found',
    `uri: got ${got}, expected the URL of a trigger of this product environment`,
  );
}

/** The triggers after a plan was carried out, oldest first. */
export function applyPlan(
  existing: readonly Trigger[],
  { created, moved, deleted }: TriggerPlan,
): readonly Trigger[] {
  const gone = new Set(deleted.map(({ id }) => id));
  const now = new Map(moved.map(({ after }) => [after.id, after]));
  return [...existing.filter(({ id }) => !gone.has(id)).map((each) => now.get(each.id) ?? each), ...created];
}

function checked(existing: readonly Trigger[], plan: TriggerPlan, limits: TriggerLimits): TriggerPlan {
  const after = applyPlan(existing, plan);
  refuseBeyondLimits({ before: countsOf(existing), after: countsOf(after) }, limits);
  for (const { id, uri, eventType } of [...plan.created, ...plan.moved.map(({ after: moved }) => moved)]) {
    const isTaken = after.some((each) => each.id !== id && each.uri === uri && each.eventType === eventType);
    if (isTaken) throw alreadyExists(eventType, uri);
  }
  return plan;
}

function countsOf(triggers: readonly Trigger[]) {
  return { urls: new Set(triggers.map(({ uri }) => uri)).size, triggers: triggers.length };
}

function newTrigger(
  { uri, eventType }: Pick<Trigger, 'uri' | 'eventType'>,
  { environmentId, newId, at }: PlanTerms,
): Trigger {
  return {
    id: newId(),
    environmentId,
    uriType: uriTypeOf(uri),
    uri,
    eventType,
    additive: false,
    authScheme: 'default',
    successStatuses: '200',
    filter: undefined,
    payloadTemplate: undefined,
    createdAt: at,
    updatedAt: at,
  };
}

function haveSame(a: readonly string[], b: readonly string[]): boolean {
  return [...new Set(a)].sort().join(' ') === [...new Set(b)].sort().join(' ');
}

/** The refusal of a second trigger for one event type and URL. */
export function alreadyExists(eventType: string, uri: string, options?: ErrorOptions): DomainError {
  return new DomainError(
    'already_exists',
    `a trigger of "${eventType}" for uri "${uri}" exists already`,
    options,
  );
}

function otherType(uri: string, newUri: string): DomainError {
  const expected = isPollUrl(uri) ? 'poll:// and a channel' : 'an http or https URL';
  return new DomainError(
    'invalid_request',
    `new_uri: got ${JSON.stringify(maskUrl(newUri))}, expected ${expected}: a URL stays of its type`,
  );
}

function changedMeanwhile(types: readonly string[]): DomainError {
  return new DomainError(
    'conflict',
    `expected_event_types: the URL has ${types.join(', ')} now: it was changed meanwhile`,
  );
}
