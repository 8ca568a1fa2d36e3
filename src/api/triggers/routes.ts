import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { EVENT_TYPE_NAMES } from '../../domain/events/event-types';
import { toSecondsWithOffset } from '../../domain/iso-time';
import type { Author } from '../../domain/keys/audit-entry';
import { uriTypeOf } from '../../domain/poll/channel';
import { matchesFilter } from '../../domain/triggers/filter';
import type { Trigger, TriggerChanges, TriggerLimits, TriggerTerms } from '../../domain/triggers/trigger';
import { MAX_EVENT_BYTES, MAX_TRIGGER_BYTES } from '../route/body';
import type { DestinationGuard } from '../route/destination-url';
import { entityTag, isNamed } from '../route/entity-tag';
import { doneAnswer, emptyBody } from '../route/fields';
import { showValue } from '../route/parse';
import { findById, notFound, pathId } from '../route/path-id';
import { route } from '../route/route';
import {
  createTriggerBody,
  createTriggerForm,
  listTriggersQuery,
  testTriggerBody,
  triggerAnswer,
  triggersAnswer,
  triggerTestAnswer,
  triggerUpdateAnswer,
  updateTriggerBody,
  updateTriggerForm,
} from './schemas';

/* The Triggers API of the official clients. Source: docs/contract.md §1, docs/decisions.md D1 to D4. */

/** What the routes of triggers need. */
export interface TriggerPorts {
  readonly triggers: TriggerRecords;
  readonly destinationGuard: DestinationGuard;
  readonly settings: TriggerSettings;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface TriggerSettings {
  /** Distinct notification URLs per product environment. Source: docs/decisions.md D1. */
  readonly maxNotificationUrls: number;
}

export interface TriggerRecords {
  /** @throws DomainError `already_exists` by the unique key; `limit_reached` by the limits, checked in the same transaction. */
  insert(trigger: Trigger, terms: TriggerTerms): Promise<void>;
  find(environmentId: string, id: string): Promise<Trigger | undefined>;
  /** Oldest first; only those of `eventType` when it is given. */
  list(environmentId: string, eventType?: string): Promise<readonly Trigger[]>;
  /**
   * Changes a trigger.
   *
   * @param terms `judge` gets the trigger as it is, which nobody changes at the same time; an error that it throws ends
   * the change.
   * @throws DomainError `already_exists`, `limit_reached`.
   * @returns `undefined` when there is none.
   */
  update(
    environmentId: string,
    id: string,
    terms: TriggerTerms & {
      readonly changes: TriggerChanges;
      readonly judge?: (current: Trigger) => void;
    },
  ): Promise<Trigger | undefined>;
  /** @returns whether there was one. */
  delete(environmentId: string, id: string, by: Author): Promise<boolean>;
}

export const listTriggers = ({ triggers }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/triggers',
    access: 'read',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Lists the triggers, oldest first',
    query: listTriggersQuery,
    answers: { 200: { description: 'The triggers.', schema: triggersAnswer } },
    async handle({ caller, query }) {
      const found = await triggers.list(caller.environmentId, query.event_type);
      return [200, { triggers: found.map(presentTrigger), total: found.length }];
    },
  });

export const createTrigger = ({ triggers, destinationGuard, settings, newId, now }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/triggers',
    access: 'administer',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Creates a trigger; the body has at most 256 KiB',
    body: createTriggerBody(destinationGuard),
    acceptsForm: createTriggerForm(destinationGuard),
    maxBytes: MAX_TRIGGER_BYTES,
    answers: { 201: { description: 'The new trigger.', schema: triggerAnswer } },
    faults: [409],
    async handle({ caller, body, by }) {
      const createdAt = now().toISOString();
      const trigger: Trigger = {
        id: newId(),
        environmentId: caller.environmentId,
        uriType: uriTypeOf(body.uri),
        uri: body.uri,
        eventType: body.event_type,
        additive: body.additive,
        authScheme: body.auth_scheme,
        successStatuses: body.success_statuses,
        filter: body.filter,
        payloadTemplate: body.payload_template,
        createdAt,
        updatedAt: createdAt,
      };
      await triggers.insert(trigger, termsOf(settings, by));
      return [201, presentTrigger(trigger)];
    },
  });

export const showTrigger = ({ triggers }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/triggers/:id',
    access: 'read',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Shows a trigger',
    answers: { 200: { description: 'The trigger.', schema: triggerAnswer } },
    faults: [404],
    find: (request) => findById(triggers, 'a trigger', request),
    handle: ({ found }) => [200, presentTrigger(found)],
  });

export const updateTrigger = ({ triggers, destinationGuard, settings, now }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'put',
    path: '/triggers/:id',
    access: 'administer',
    rate: 'administration',
    tag: 'triggers',
    summary:
      'Changes a trigger: at least one of its fields, never its event type; the body has at most 256 KiB',
    find: (request) => findById(triggers, 'a trigger', request),
    body: (current) => updateTriggerBody(destinationGuard, current),
    acceptsForm: (current) => updateTriggerForm(destinationGuard, current),
    maxBytes: MAX_TRIGGER_BYTES,
    honoursIfMatch: true,
    answers: { 200: { description: 'The trigger as it is now.', schema: triggerUpdateAnswer } },
    faults: [404, 409],
    async handle({ found: { environmentId, id }, body, given, by, ifMatch }) {
      const changes = { ...changesOf(body), updatedAt: now().toISOString() };
      if (Object.keys(changes).length === 1) throw missingAttributes(given ?? {});
      const updated = await triggers.update(environmentId, id, {
        changes,
        judge: (current) => refuseUnlessNamed(current, ifMatch),
        ...termsOf(settings, by),
      });
      if (!updated) throw notFound('a trigger', id);
      return [200, { message: 'ok', ...presentTrigger(updated) }];
    },
  });

export const deleteTrigger = ({ triggers }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'delete',
    path: '/triggers/:id',
    access: 'administer',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Deletes a trigger; deliveries under way go on',
    find: ({ params }) => pathId(params.id, 'a trigger'),
    body: emptyBody,
    answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
    faults: [404],
    async handle({ caller, found: id, by }) {
      const wasThere = await triggers.delete(caller.environmentId, id, by);
      if (!wasThere) throw notFound('a trigger', id);
      return [200, { message: 'ok' }];
    },
  });

/** Evaluates the filter only: nothing is delivered. A filter that fails does not match. Source: docs/decisions.md D7. */
export const testTrigger = ({ triggers }: TriggerPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/triggers/:id/test',
    access: 'administer',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Tries a trigger’s filter on a sample, delivers nothing; the body has at most 1 MiB',
    find: (request) => findById(triggers, 'a trigger', request),
    body: testTriggerBody,
    maxBytes: MAX_EVENT_BYTES,
    answers: { 200: { description: 'Whether the sample matches.', schema: triggerTestAnswer } },
    faults: [404],
    handle({ found: { id, filter }, body }) {
      const result = filter ? matchesFilter(filter, body?.sample_data ?? {}) : { matches: true };
      return [
        200,
        {
          trigger_id: id,
          filter_present: filter !== undefined,
          filter_result: 'matches' in result && result.matches,
        },
      ];
    },
  });

/** Only keys that the caller sent: an `undefined` one clears. */
function changesOf(body: z.output<ReturnType<typeof updateTriggerBody>>): Omit<TriggerChanges, 'updatedAt'> {
  const uri = body.new_uri ?? body.uri;
  return {
    ...(uri !== undefined && { uri }),
    ...(body.additive !== undefined && { additive: body.additive }),
    ...(body.auth_scheme !== undefined && { authScheme: body.auth_scheme }),
    ...(body.success_statuses !== undefined && { successStatuses: body.success_statuses }),
    ...('filter' in body && { filter: body.filter }),
    ...('payload_template' in body && { payloadTemplate: body.payload_template }),
  };
}

function missingAttributes(input: unknown): DomainError {
  return new DomainError(
    'missing_attributes',
    `missing_attributes: got ${showValue(input)}, expected one or more of new_uri (or uri), additive, auth_scheme, success_statuses, filter, payload_template`,
  );
}

/** @throws DomainError `precondition_failed`. */
function refuseUnlessNamed(current: Trigger, ifMatch: string | undefined): void {
  const tag = entityTag(JSON.stringify(presentTrigger(current)));
  if (ifMatch === undefined || isNamed(tag, ifMatch)) return;
  throw new DomainError(
    'precondition_failed',
    `If-Match: got ${showValue(ifMatch)}, expected W/${tag}: the trigger was changed meanwhile`,
  );
}

function termsOf(settings: TriggerSettings, by: Author): TriggerTerms {
  return { limits: triggerLimits(settings), by };
}

/** How much a product environment may have. Source: docs/decisions.md D1; `all` counts as an event type. */
export function triggerLimits({ maxNotificationUrls }: TriggerSettings): TriggerLimits {
  return { maxNotificationUrls, maxTriggers: (EVENT_TYPE_NAMES.length + 1) * maxNotificationUrls };
}

/** A trigger as callers see it: keys and their order as in docs/contract.md §1.7; `success_statuses` is ours. */
export function presentTrigger(trigger: Trigger) {
  return {
    id: trigger.id,
    product_environment_id: trigger.environmentId,
    uri_type: trigger.uriType,
    uri: trigger.uri,
    event_type: trigger.eventType,
    created_at: toSecondsWithOffset(trigger.createdAt),
    updated_at: toSecondsWithOffset(trigger.updatedAt),
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    success_statuses: trigger.successStatuses,
    ...(trigger.filter && { filter: trigger.filter, filter_language: 'jsonlogic' as const }),
    ...(trigger.payloadTemplate && { payload_template: trigger.payloadTemplate }),
  };
}
