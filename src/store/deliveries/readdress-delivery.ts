import type { Knex } from 'knex';
import type { AuditFacts, Author } from '../../domain/keys/audit-entry';
import type { Delivery } from '../../domain/deliveries/delivery';
import type { Readdressing } from '../../domain/deliveries/readdress';
import { recordAudit } from '../keys/audit-log';
import { hostOf, templateToText, type DeliveryRow } from './delivery-row';

/**
 * Replaces a delivery's destination and body and records who asked for it, all or nothing.
 *
 * @param delivery as it was read.
 * @param at ISO text, UTC.
 * @returns the delivery as it is now; `undefined` when it has changed since it was read.
 */
export async function readdressDelivery(
  db: Knex,
  delivery: Delivery,
  { change, at, by }: { readonly change: Readdressing; readonly at: string; readonly by: Author },
): Promise<Delivery | undefined> {
  return db.transaction(async (trx) => {
    const changed = await asRead(trx, delivery).update({
      uri: change.uri,
      destination_host: hostOf(change.uri),
      auth_scheme: change.authScheme,
      success_statuses: change.successStatuses,
      payload_template: templateToText(change.payloadTemplate),
      body: change.body,
      body_kind: change.bodyKind,
      template_fallback: change.templateFallback ?? null,
      note: change.note ?? null,
      updated_at: at,
    });
    if (changed === 0) return undefined;
    const readdressed = { ...delivery, ...change, updatedAt: at };
    await recordAudit(trx, {
      action: 'delivery.retry',
      environmentId: delivery.environmentId,
      subjectId: delivery.id,
      before: deliveryFacts(delivery),
      after: deliveryFacts(readdressed),
      by,
    });
    return readdressed;
  });
}

function asRead(trx: Knex.Transaction, { id, status, attemptCount, updatedAt }: Delivery) {
  return trx<DeliveryRow>('deliveries').where({
    id,
    status,
    attempt_count: attemptCount,
    updated_at: updatedAt,
  });
}

function deliveryFacts(delivery: Delivery): AuditFacts {
  return {
    event_id: delivery.eventId,
    uri: delivery.uri,
    auth_scheme: delivery.authScheme,
    success_statuses: delivery.successStatuses,
    payload_template: delivery.payloadTemplate ?? null,
    template_fallback: delivery.templateFallback ?? null,
    status: delivery.status,
    attempt_count: delivery.attemptCount,
  };
}
