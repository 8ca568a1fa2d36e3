import Router from '@koa/router';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { EVENT_TYPE_NAMES } from '../../domain/events/event-types';
import { matchesFilter } from '../../domain/triggers/filter';
import type { Trigger } from '../../domain/triggers/trigger';
import { authorOf } from '../access/author-of';
import { MAX_EVENT_BYTES, MAX_TRIGGER_BYTES } from '../route/body';
import { readFormOrJson } from '../route/body';
import { readJsonBody } from '../route/body';
import type { ApiDependencies, TriggerChanges, TriggerTerms } from '../dependencies';
import { parse } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import { presentTrigger } from './present';
import { ENVIRONMENT_PATH, type EnvironmentContext, type EnvironmentState } from '../route/request-state';
import { emptyBody } from '../route/fields';
import {
  createTriggerBody,
  createTriggerForm,
  listTriggersQuery,
  testTriggerBody,
  updateTriggerBody,
  updateTriggerForm,
} from './schemas';
import { showValue } from '../route/show-value';

type Dependencies = Pick<ApiDependencies, 'triggers' | 'destinationGuard' | 'settings' | 'newId' | 'now'>;

type UpdateBody = ReturnType<typeof updateTriggerBody>;

/** The Triggers API of the official clients. Source: docs/contract.md §1, docs/decisions.md D1 to D4. */
export function triggerRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>({ prefix: `${ENVIRONMENT_PATH}/triggers` });
  router.get('/', (ctx) => list(deps, ctx));
  router.post('/', (ctx) => create(deps, ctx));
  router.get('/:id', (ctx) => show(deps, ctx));
  router.put('/:id', (ctx) => update(deps, ctx));
  router.delete('/:id', (ctx) => remove(deps, ctx));
  router.post('/:id/test', (ctx) => test(deps, ctx));
  return router;
}

async function list({ triggers }: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { event_type } = await parse(listTriggersQuery, ctx.query, 'query');
  const found = await triggers.list(ctx.state.caller.environmentId, event_type);
  ctx.body = { triggers: found.map(presentTrigger), total: found.length };
}

async function create(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { destinationGuard: guard } = deps;
  const given = await readFormOrJson(ctx.req, MAX_TRIGGER_BYTES);
  const body =
    'form' in given
      ? await parse(createTriggerForm(guard), given.form)
      : await parse(createTriggerBody(guard), given.json);
  const createdAt = deps.now().toISOString();
  const trigger: Trigger = {
    id: deps.newId(),
    environmentId: ctx.state.caller.environmentId,
    uriType: 'webhook',
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
  await deps.triggers.insert(trigger, termsOf(deps, ctx));
  ctx.status = 201;
  ctx.body = presentTrigger(trigger);
}

async function show(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  ctx.body = presentTrigger(await getTrigger(deps, ctx));
}

async function update(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const current = await getTrigger(deps, ctx);
  const given = await readFormOrJson(ctx.req, MAX_TRIGGER_BYTES);
  const input = 'form' in given ? given.form : (given.json ?? {});
  const schema = 'form' in given ? updateTriggerForm : updateTriggerBody;
  const body = await parse(schema(deps.destinationGuard, current), input);
  const changes = { ...changesOf(body), updatedAt: deps.now().toISOString() };
  if (Object.keys(changes).length === 1) throw missingAttributes(input);
  const { environmentId, id } = current;
  const updated = await deps.triggers.update(environmentId, id, { changes, ...termsOf(deps, ctx) });
  if (!updated) throw notFound('a trigger', id);
  ctx.body = { message: 'ok', ...presentTrigger(updated) };
}

async function remove({ triggers }: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const id = pathId(ctx, 'a trigger');
  await parse(emptyBody, await readJsonBody(ctx.req));
  const wasThere = await triggers.delete(ctx.state.caller.environmentId, id, authorOf(ctx));
  if (!wasThere) throw notFound('a trigger', id);
  ctx.body = { message: 'ok' };
}

/**
 * Evaluates the filter only: nothing is delivered. A filter that fails does not match. Source: docs/decisions.md D7.
 */
async function test(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { id, filter } = await getTrigger(deps, ctx);
  const body = await parse(testTriggerBody, await readJsonBody(ctx.req, MAX_EVENT_BYTES));
  const result = filter ? matchesFilter(filter, body?.sample_data ?? {}) : { matches: true };
  ctx.body = {
    trigger_id: id,
    filter_present: filter !== undefined,
    filter_result: 'matches' in result && result.matches,
  };
}

async function getTrigger({ triggers }: Dependencies, ctx: EnvironmentContext): Promise<Trigger> {
  const id = pathId(ctx, 'a trigger');
  const trigger = await triggers.find(ctx.state.caller.environmentId, id);
  if (!trigger) throw notFound('a trigger', id);
  return trigger;
}

/** Only keys that the caller sent: an `undefined` one clears. */
function changesOf(body: z.output<UpdateBody>): Omit<TriggerChanges, 'updatedAt'> {
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

/** Source: docs/decisions.md D1; `all` counts as an event type. */
function termsOf({ settings }: Dependencies, ctx: EnvironmentContext): TriggerTerms {
  const { maxNotificationUrls } = settings;
  const maxTriggers = (EVENT_TYPE_NAMES.length + 1) * maxNotificationUrls;
  return { limits: { maxNotificationUrls, maxTriggers }, by: authorOf(ctx) };
}
