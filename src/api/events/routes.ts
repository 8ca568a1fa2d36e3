import Router from '@koa/router';
import type { z } from 'zod';
import type { Caller } from '../../domain/keys/caller';
import { DomainError } from '../../domain/errors';
import type { Event } from '../../domain/events/event';
import { eventMeaning } from '../../domain/events/event-meaning';
import { toMicrosecondsUtc } from '../../domain/iso-time';
import type { PostedContent } from '../../domain/events/posted-content';
import { MAX_EVENT_BYTES } from '../route/body';
import { readJsonBody } from '../route/body';
import type { ApiDependencies } from '../dependencies';
import { cutPage, toPageQuery } from '../route/page';
import { parse } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import { eventPath, presentEvent, presentEventSummary } from './present';
import { ENVIRONMENT_PATH, type EnvironmentContext, type EnvironmentState } from '../route/request-state';
import { listEventsQuery, publishEventBody } from './schemas';

type Dependencies = Pick<
  ApiDependencies,
  'intake' | 'events' | 'deliveries' | 'deliveryControl' | 'destinationGuard' | 'newId' | 'now'
>;

type BodySchema = ReturnType<typeof publishEventBody>;

/** More than one event can have: an event type and `all`, each with the allowed number of URLs. */
const MAX_DELIVERIES_OF_AN_EVENT = 500;

/** The producer's side: what happened, and what became of it. Source: docs/decisions.md D25 to D29. */
export function eventRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>({ prefix: `${ENVIRONMENT_PATH}/events` });
  const body = publishEventBody(deps.destinationGuard);
  router.get('/', (ctx) => list(deps, ctx));
  router.post('/', (ctx) => publish(deps, body, ctx));
  router.get('/:id', (ctx) => show(deps, ctx));
  return router;
}

async function list({ events, deliveryControl }: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { environmentId, cloudName } = ctx.state.caller;
  const query = await parse(listEventsQuery, ctx.query, 'query');
  const list = { path: ctx.path, query };
  const found = await events.list(environmentId, { eventType: query.event_type, ...toPageQuery(list) });
  const { page, next } = cutPage(found, list, ({ receivedAt: at, eventId: id }) => ({ at, id }));
  ctx.body = {
    events: page.map((event) => presentEventSummary(event, cloudName, deliveryControl)),
    ...next,
  };
}

async function publish(deps: Dependencies, schema: BodySchema, ctx: EnvironmentContext): Promise<void> {
  const { caller } = ctx.state;
  const input = await readJsonBody(ctx.req, MAX_EVENT_BYTES);
  const body = await parse(schema, input);
  const event = toEvent(body, caller, deps);
  const answer = await deps.intake.publish(event, caller.cloudName, contentOf(input, body));
  if (answer === 'conflict') throw differentContent(event.eventId);
  ctx.status = answer === 'accepted' ? 202 : 200;
  ctx.body = {
    event_id: event.eventId,
    duplicate: answer === 'duplicate',
    status_url: eventPath(caller.cloudName, event.eventId),
  };
}

function toEvent(body: z.output<BodySchema>, caller: Caller, { newId, now }: Dependencies): Event {
  const receivedAt = now().toISOString();
  return {
    environmentId: caller.environmentId,
    eventId: body.event_id ?? newId(),
    eventType: body.event_type,
    payload: body.payload,
    request: body.request ?? {},
    triggersSeeIt: true,
    triggeredAt: body.triggered_at === undefined ? receivedAt : toMicrosecondsUtc(body.triggered_at),
    triggeredBy: body.triggered_by ?? { source: 'api', id: caller.apiKey },
    requestId: newId(),
    receivedAt,
  };
}

function contentOf(input: unknown, body: z.output<BodySchema>): PostedContent {
  const asPosted = Object.fromEntries(Object.entries(input ?? {}).filter(([key]) => key !== 'event_id'));
  return { meaning: eventMeaning(body), asPosted };
}

function differentContent(eventId: string): DomainError {
  return new DomainError(
    'conflict',
    `event_id: got "${eventId}" with new content, expected the content that it was first posted with, or another id`,
  );
}

async function show(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { environmentId, cloudName } = ctx.state.caller;
  const eventId = pathId(ctx, 'an event');
  const found = await deps.events.find(environmentId, eventId);
  if (!found) throw notFound('an event', eventId);
  const query = { eventId, limit: MAX_DELIVERIES_OF_AN_EVENT };
  const deliveries = await deps.deliveries.list(environmentId, query);
  // Deliveries and verdicts are stored at once: who sees the ones is shown the others.
  const wasResolved = found.resolvedAt === undefined && deliveries.length > 0;
  const record = (wasResolved ? await deps.events.find(environmentId, eventId) : undefined) ?? found;
  ctx.body = presentEvent({ record, deliveries, cloudName, pages: deps.deliveryControl });
}
