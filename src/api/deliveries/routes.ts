import Router from '@koa/router';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isAttemptDue, type Delivery } from '../../domain/deliveries/delivery';
import { authorOf } from '../access/author-of';
import { readJsonBody } from '../route/body';
import type { ApiDependencies } from '../dependencies';
import { cutPage, toPageQuery } from '../route/page';
import { parse } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import { presentDelivery, presentDeliveryInFull } from './present';
import { readdressDelivery } from './readdress-delivery';
import { ENVIRONMENT_PATH, type EnvironmentContext, type EnvironmentState } from '../route/request-state';
import { listDeliveriesQuery, retryDeliveryBody } from './schemas';
import { emptyBody } from '../route/fields';

type Dependencies = Pick<
  ApiDependencies,
  'deliveries' | 'deliveryControl' | 'triggers' | 'events' | 'auditLog' | 'now'
>;

/** What is on its way to whom, and the two things that a person can do about it. */
export function deliveryRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>({ prefix: `${ENVIRONMENT_PATH}/deliveries` });
  router.get('/', (ctx) => list(deps, ctx));
  router.get('/:id', (ctx) => show(deps, ctx));
  router.post('/:id/retry', (ctx) => retry(deps, ctx));
  router.post('/:id/cancel', (ctx) => cancel(deps, ctx));
  return router;
}

async function list({ deliveries, deliveryControl }: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { environmentId, cloudName } = ctx.state.caller;
  const query = await parse(listDeliveriesQuery, ctx.query, 'query');
  const list = { path: ctx.path, query };
  const found = await deliveries.list(environmentId, {
    status: query.status,
    eventId: query.event_id,
    eventType: query.event_type,
    destination: query.destination,
    ...toPageQuery(list),
  });
  const { page, next } = cutPage(found, list, ({ createdAt, id }) => ({ at: createdAt, id }));
  ctx.body = {
    deliveries: page.map((delivery) => presentDelivery(delivery, cloudName, deliveryControl)),
    ...next,
  };
}

async function show(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const delivery = await getDelivery(deps, ctx);
  const attempts = await deps.deliveries.listAttempts(delivery.id);
  ctx.body = {
    ...presentDelivery(delivery, ctx.state.caller.cloudName, deps.deliveryControl),
    ...presentDeliveryInFull(delivery, attempts),
  };
}

async function retry(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const stored = await getDelivery(deps, ctx);
  const body = await parse(retryDeliveryBody, await readJsonBody(ctx.req));
  if (stored.status === 'delivered' && !body?.force) throw forceNeeded(stored);
  const delivery = await recordRetry(deps, ctx, { stored, body });
  const action = await deps.deliveryControl.retry(ctx.state.caller.cloudName, delivery);
  ctx.status = action === 'new_run' ? 202 : 200;
  const wasDue = action === 'retrying_now' && isAttemptDue(delivery, deps.now().toISOString());
  ctx.body = { message: 'ok', action: wasDue ? 'already_due' : action };
}

/** @returns the delivery as it is to be sent. */
async function recordRetry(
  deps: Dependencies,
  ctx: EnvironmentContext,
  { stored, body }: { readonly stored: Delivery; readonly body: z.output<typeof retryDeliveryBody> },
): Promise<Delivery> {
  if (body?.to === 'trigger') {
    return readdressDelivery(deps, stored, { triggerId: body.trigger_id, by: authorOf(ctx) });
  }
  await recordRequest(deps, ctx, { action: 'delivery.retry', delivery: stored });
  return stored;
}

async function cancel(deps: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const delivery = await getDelivery(deps, ctx);
  await parse(emptyBody, await readJsonBody(ctx.req));
  if (delivery.status !== 'pending') throw notPending(delivery.status, delivery.id);
  await recordRequest(deps, ctx, { action: 'delivery.cancel', delivery });
  const action = await deps.deliveryControl.cancel(ctx.state.caller.cloudName, delivery);
  ctx.body = { message: 'ok', action: action === 'cancelling' ? action : await cancelStored(deps, delivery) };
}

/** Of a delivery that has no run: it was lost, or it has just ended. */
async function cancelStored({ deliveries, now }: Dependencies, delivery: Delivery): Promise<'cancelled'> {
  const { environmentId, id } = delivery;
  const isMarked = await deliveries.markCancelled(id, now().toISOString());
  const status = isMarked ? 'cancelled' : (await deliveries.find(environmentId, id))?.status;
  if (status !== 'cancelled') throw notPending(status ?? 'none', id);
  return status;
}

/** Before Temporal is asked: what was wanted stays recorded, whatever becomes of it. */
async function recordRequest(
  { auditLog }: Dependencies,
  ctx: EnvironmentContext,
  asked: { readonly action: 'delivery.retry' | 'delivery.cancel'; readonly delivery: Delivery },
): Promise<void> {
  const { id, environmentId, eventId, uri, status, attemptCount } = asked.delivery;
  await auditLog.record({
    action: asked.action,
    environmentId,
    subjectId: id,
    before: { event_id: eventId, uri, status, attempt_count: attemptCount },
    by: authorOf(ctx),
  });
}

async function getDelivery({ deliveries }: Dependencies, ctx: EnvironmentContext): Promise<Delivery> {
  const id = pathId(ctx, 'a delivery');
  const delivery = await deliveries.find(ctx.state.caller.environmentId, id);
  if (!delivery) throw notFound('a delivery', id);
  return delivery;
}

function forceNeeded({ id }: Delivery): DomainError {
  return new DomainError(
    'conflict',
    `force: expected {"force": true}, since delivery ${id} was delivered and its receiver would get it again`,
  );
}

function notPending(found: string, id: string): DomainError {
  return new DomainError(
    'conflict',
    `status: got ${found}, expected pending: only a delivery under way can be cancelled, which ${id} is not`,
  );
}
