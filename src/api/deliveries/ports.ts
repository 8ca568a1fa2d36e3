import type { Attempt } from '../../domain/deliveries/attempt';
import type {
  Delivery,
  DeliveryCounts,
  DeliveryFilter,
  DeliveryQuery,
} from '../../domain/deliveries/delivery';
import type { Readdressing } from '../../domain/deliveries/readdress';
import type { Author } from '../../domain/keys/audit-entry';

export interface DeliveryRecords {
  find(environmentId: string, deliveryId: string): Promise<Delivery | undefined>;
  /** Ordered by (createdAt, id). */
  list(environmentId: string, query: DeliveryQuery): Promise<readonly Delivery[]>;
  /** `from` included, `to` excluded. Counts the newest, at most 10,000 unless `most` says otherwise. */
  count(
    environmentId: string,
    filter: DeliveryFilter & Pick<DeliveryQuery, 'from' | 'to'> & { readonly most?: number },
  ): Promise<DeliveryCounts>;
  listAttempts(deliveryId: string): Promise<readonly Attempt[]>;
  /** When the first attempt of any of an event's deliveries began: ISO text, UTC. @returns `undefined` before it. */
  firstAttemptAt(environmentId: string, eventId: string): Promise<string | undefined>;
  /** Only a pending one. @returns whether it was. `at`: ISO text, UTC. */
  markCancelled(deliveryId: string, at: string): Promise<boolean>;
  /**
   * Replaces a delivery's destination and body, and records who asked for it, all or nothing.
   *
   * @returns the delivery as it is now; `undefined` when it has changed since it was read.
   */
  readdress(
    delivery: Delivery,
    terms: { readonly change: Readdressing; readonly at: string; readonly by: Author },
  ): Promise<Delivery | undefined>;
}

export interface DeliveryControl {
  /**
   * Ends the wait of a delivery that is between attempts, or starts a new run of one that has ended. The caller has
   * checked `force` for a delivered one.
   */
  retry(cloudName: string, delivery: Delivery): Promise<'retrying_now' | 'new_run'>;
  /** Asks the delivery's run to end, which records that. @returns `not_running` when there is none that could. */
  cancel(cloudName: string, delivery: Delivery): Promise<'cancelling' | 'not_running'>;
  /** Page where a delivery's attempts can be seen in the Temporal UI; `undefined` when no UI is known. */
  deliveryPage(
    cloudName: string,
    delivery: Pick<Delivery, 'id' | 'eventId' | 'hasOwnWorkflow'>,
  ): string | undefined;
  /** Page of the workflow in the Temporal UI; `undefined` when no UI is known. */
  eventPage(cloudName: string, eventId: string): string | undefined;
  operationPage(cloudName: string, operationId: string): string | undefined;
}
