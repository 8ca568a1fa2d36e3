import type { z } from 'zod';
import { isAttemptDue, type Delivery } from '../../domain/deliveries/delivery';
import { readdress, currentDestination } from '../../domain/deliveries/readdress';
import { DomainError } from '../../domain/errors';
import type { Author } from '../../domain/keys/audit-entry';
import type { AuditLog } from '../audit-log/routes';
import type { EventRecords } from '../events/routes';
import { emptyBody } from '../route/fields';
import { checkInterval, cutPage, toPageQuery } from '../route/page';
import { findById, notFound } from '../route/path-id';
import { route } from '../route/route';
import type { TriggerRecords } from '../triggers/routes';
import { deliveryFilterOf } from './filter';
import type { DeliveryControl, DeliveryRecords } from './ports';
import { presentCounts, presentDelivery, presentDeliveryInFull } from './present';
import {
  cancelAnswer,
  deliveriesAnswer,
  deliveriesSummaryAnswer,
  deliveryInFullAnswer,
  listDeliveriesQuery,
  retryAnswer,
  retryDeliveryBody,
  summariseDeliveriesQuery,
} from './schemas';

/** What the routes of deliveries need. */
export interface DeliveryPorts {
  readonly deliveries: DeliveryRecords;
  readonly deliveryControl: DeliveryControl;
  readonly triggers: Pick<TriggerRecords, 'find'>;
  readonly events: Pick<EventRecords, 'find'>;
  readonly auditLog: Pick<AuditLog, 'record' | 'list'>;
  readonly settings: { readonly retryDelaysSeconds: readonly number[] };
  readonly now: () => Date;
}

export const listDeliveries = ({ deliveries, deliveryControl }: DeliveryPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/deliveries',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Lists deliveries by the time of their creation',
    query: listDeliveriesQuery,
    answers: { 200: { description: 'A page of deliveries.', schema: deliveriesAnswer } },
    async handle({ caller: { environmentId, cloudName }, path, query }) {
      const list = { path, query };
      const found = await deliveries.list(environmentId, {
        ...deliveryFilterOf(query),
        ...toPageQuery(list),
      });
      const { page, next } = cutPage(found, list, ({ createdAt, id }) => ({ at: createdAt, id }));
      const presented = page.map((delivery) => presentDelivery(delivery, cloudName, deliveryControl));
      return [200, { deliveries: presented, ...next }];
    },
  });

export const summariseDeliveries = ({ deliveries }: DeliveryPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/deliveries/summary',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Counts deliveries by status, error code and host',
    query: summariseDeliveriesQuery,
    answers: { 200: { description: 'The counts.', schema: deliveriesSummaryAnswer } },
    async handle({ caller: { environmentId }, query }) {
      const { from, to } = query;
      checkInterval({ from, to });
      return [
        200,
        presentCounts(await deliveries.count(environmentId, { ...deliveryFilterOf(query), from, to })),
      ];
    },
  });

const MAX_INTERVENTIONS = 100;

export const showDelivery = ({ deliveries, deliveryControl, auditLog, settings, now }: DeliveryPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/deliveries/:id',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Shows a delivery with the text that is sent and every attempt',
    answers: { 200: { description: 'The delivery.', schema: deliveryInFullAnswer } },
    faults: [404],
    find: (request) => findById(deliveries, 'a delivery', request),
    async handle({ caller, found: delivery }) {
      const [attempts, newest] = await Promise.all([
        deliveries.listAttempts(delivery.id),
        auditLog.list(
          { environmentId: caller.environmentId },
          { subjectId: delivery.id, limit: MAX_INTERVENTIONS },
        ),
      ]);
      const last = attempts.at(-1)?.outcome;
      const lastHttpStatus = last && last.kind !== 'unreachable' ? last.httpStatus : undefined;
      const { retryDelaysSeconds } = settings;
      const around = {
        attempts,
        interventions: newest.toReversed(),
        retryDelaysSeconds,
        now: now().toISOString(),
      };
      return [
        200,
        {
          ...presentDelivery({ ...delivery, lastHttpStatus }, caller.cloudName, deliveryControl),
          ...presentDeliveryInFull(delivery, around),
        },
      ];
    },
  });

export const retryDelivery = (ports: DeliveryPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/deliveries/:id/retry',
    access: 'administer',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Ends the wait between attempts, or starts a new run of a delivery that has ended',
    find: (request) => findById(ports.deliveries, 'a delivery', request),
    body: retryDeliveryBody,
    answers: {
      200: { description: 'The next attempt is made now, or was already due.', schema: retryAnswer },
      202: { description: 'A new run was started.', schema: retryAnswer },
    },
    faults: [404, 409],
    async handle({ caller, found: stored, body, by }) {
      if (stored.status === 'delivered' && !body?.force) throw forceNeeded(stored);
      const delivery = await recordRetry(ports, stored, { body, by });
      const action = await ports.deliveryControl.retry(caller.cloudName, delivery);
      if (action === 'new_run') return [202, { message: 'ok', action }];
      const wasDue = isAttemptDue(delivery, ports.now().toISOString());
      return [200, { message: 'ok', action: wasDue ? 'already_due' : action }];
    },
  });

export const cancelDelivery = (ports: DeliveryPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/deliveries/:id/cancel',
    access: 'administer',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Cancels a delivery that is under way',
    find: (request) => findById(ports.deliveries, 'a delivery', request),
    body: emptyBody,
    answers: { 200: { description: 'It is being cancelled, or is cancelled.', schema: cancelAnswer } },
    faults: [404, 409],
    async handle({ caller, found: delivery, by }) {
      if (delivery.status !== 'pending') throw notPending(delivery.status, delivery.id);
      await recordRequest(ports, { action: 'delivery.cancel', delivery, by });
      const action = await ports.deliveryControl.cancel(caller.cloudName, delivery);
      return [
        200,
        { message: 'ok', action: action === 'cancelling' ? action : await cancelStored(ports, delivery) },
      ];
    },
  });

function forceNeeded({ id }: Delivery): DomainError {
  return new DomainError(
    'conflict',
    `force: expected {"force": true}, since delivery ${id} was delivered and its receiver would get it again`,
  );
}

interface AskedRetry {
  readonly body: z.output<typeof retryDeliveryBody>;
  readonly by: Author;
}

/** @returns the delivery in the form in which it will be sent. */
async function recordRetry(
  ports: DeliveryPorts,
  stored: Delivery,
  { body, by }: AskedRetry,
): Promise<Delivery> {
  if (body?.to === 'trigger') {
    return readdressDelivery(ports, stored, { triggerId: body.trigger_id, by });
  }
  await recordRequest(ports, { action: 'delivery.retry', delivery: stored, by });
  return stored;
}

/**
 * Gives a delivery the URL, the template and the settings that its trigger has now, with a body rendered again.
 *
 * @throws DomainError `conflict` while an attempt is in progress, and as `currentDestination` does.
 */
async function readdressDelivery(
  { deliveries, triggers, events, now }: DeliveryPorts,
  delivery: Delivery,
  { triggerId, by }: { readonly triggerId: string | undefined; readonly by: Author },
): Promise<Delivery> {
  const { environmentId, eventId, triggerIds } = delivery;
  const at = now().toISOString();
  if (isAttemptDue(delivery, at)) throw attemptUnderWay(delivery);

  const found = await Promise.all(triggerIds.map((id) => triggers.find(environmentId, id)));
  const left = found.filter((trigger) => trigger !== undefined);
  const destination = currentDestination({ delivery, triggers: left, triggerId });
  const record = await events.find(environmentId, eventId);
  if (!record) throw notFound('an event', eventId);

  const change = readdress(delivery, record.event, destination);
  const readdressed = await deliveries.readdress(delivery, { change, at, by });
  if (!readdressed) throw changedMeanwhile(delivery);
  return readdressed;
}

function attemptUnderWay({ id }: Delivery): DomainError {
  return new DomainError(
    'conflict',
    `to: got "trigger", expected a delivery that has ended or waits between attempts, and ${id} has an attempt under way or about to be: ask again after it, or cancel the delivery first`,
  );
}

function changedMeanwhile({ id }: Delivery): DomainError {
  return new DomainError('conflict', `to: delivery ${id} changed while it was being readdressed: ask again`);
}

interface AskedOfDelivery {
  readonly action: 'delivery.retry' | 'delivery.cancel';
  readonly delivery: Delivery;
  readonly by: Author;
}

/** Before Temporal is asked: what was wanted stays recorded, whatever becomes of it. */
async function recordRequest({ auditLog }: DeliveryPorts, { action, delivery, by }: AskedOfDelivery) {
  const { id, environmentId, eventId, uri, status, attemptCount } = delivery;
  const before = { event_id: eventId, uri, status, attempt_count: attemptCount };
  await auditLog.record({ action, environmentId, subjectId: id, before, by });
}

/** Cancels a delivery without a run: it was lost, or it has just ended. */
async function cancelStored({ deliveries, now }: DeliveryPorts, delivery: Delivery): Promise<'cancelled'> {
  const { environmentId, id } = delivery;
  const isMarked = await deliveries.markCancelled(id, now().toISOString());
  const status = isMarked ? 'cancelled' : (await deliveries.find(environmentId, id))?.status;
  if (status !== 'cancelled') throw notPending(status ?? 'none', id);
  return status;
}

function notPending(found: string, id: string): DomainError {
  return new DomainError(
    'conflict',
    `status: got ${found}, expected pending: only a delivery under way can be cancelled, which ${id} is not`,
  );
}
