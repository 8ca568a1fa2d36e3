import type { Knex } from 'knex';
import type { Attempt, StateAfterAttempt } from '../../domain/deliveries/attempt';
import type {
  Delivery,
  DeliveryCounts,
  DeliveryStatus,
  DeliveryQuery,
} from '../../domain/deliveries/delivery';
import { recordAudit } from '../keys/audit-log';
import { countDeliveries, type CountedFilter, countByUrl } from './count-deliveries';
import { sharedReads } from '../../kit/shared-reads';
import { groupedWrites, readsAtATimeOf, writersOf } from '../database/grouped-writes';
import type { AttemptRow } from './record-attempts';
import { deliveryFromRow, LAST_HTTP_STATUS, narrowDeliveries } from './delivery-row';
import type { DeliveryRow } from './delivery-row';
import { listFailingHosts, findFailures } from './find-failures';
import { narrowToPage } from '../database/narrow-to-page';
import { readdressDelivery } from './readdress-delivery';
import { recordAttempts, type AttemptRecord, attemptFromRow } from './record-attempts';
import { readerOf } from '../database/reads';
import type { FailureTerms } from '../failure-notifications/note-ends';
import { noteEnds } from '../failure-notifications/note-ends';
import type { Author } from '../../domain/keys/audit-entry';

interface WaitingState {
  readonly waitingFor: string;
  /** ISO text, UTC. */
  readonly at: string;
}

const NOT_WAITING = { waiting_for: null, waiting_since: null };

const EVENT_OF_DELIVERY = {
  'events.environment_id': 'deliveries.environment_id',
  'events.event_id': 'deliveries.event_id',
};

/** Both are null when the event is gone. */
type RowWithEvent = DeliveryRow & { readonly received_at: string | null; readonly request_id: string | null };

function withEvent({ received_at: receivedAt, request_id: requestId, ...row }: RowWithEvent): Delivery {
  const event = receivedAt === null || requestId === null ? undefined : { receivedAt, requestId };
  return { ...deliveryFromRow(row), event };
}

export function createDeliveryStore(db: Knex, terms: FailureTerms = {}) {
  const reader = readerOf(db);
  const deliveries = () => reader<DeliveryRow>('deliveries');
  const attempts = () => reader<AttemptRow>('attempts');

  const record = groupedWrites({
    keyOf: ({ attempt }: AttemptRecord) => attempt.deliveryId,
    write: (records) => recordAttempts(db, records, terms),
    writers: writersOf(db),
  });
  const find = sharedReads({
    keyOf: (id: string) => id,
    async readAll(ids) {
      const rows: readonly RowWithEvent[] = await reader('deliveries')
        .leftJoin('events', EVENT_OF_DELIVERY)
        .whereIn('deliveries.id', ids)
        .select('deliveries.*', 'events.received_at', 'events.request_id');
      const found = new Map(rows.map((row) => [row.id, withEvent(row)]));
      return ids.map((id) => found.get(id));
    },
    atATime: readsAtATimeOf(db),
  });

  return {
    /** For an attempt: with what is to be known of its event. */
    find: (id: string): Promise<Delivery | undefined> => find(id),

    async findOf(environmentId: string, id: string): Promise<Delivery | undefined> {
      const row = await deliveries().where({ environment_id: environmentId, id }).first();
      return row && deliveryFromRow(row);
    },

    /** Ordered by (createdAt, id). */
    async list(environmentId: string, query: DeliveryQuery): Promise<readonly Delivery[]> {
      const page = deliveries()
        .where({ environment_id: environmentId })
        .select('deliveries.*', reader.raw(LAST_HTTP_STATUS));
      narrowDeliveries(page, query);
      narrowToPage(page, { time: 'created_at', id: 'id' }, query);
      type ListedRow = DeliveryRow & { readonly last_http_status: number | null };
      return ((await page) as readonly ListedRow[]).map(({ last_http_status: lastHttpStatus, ...row }) => ({
        ...deliveryFromRow(row),
        lastHttpStatus: lastHttpStatus ?? undefined,
      }));
    },

    countByUrl: (asked: Parameters<typeof countByUrl>[1]) => countByUrl(reader, asked),

    findFailures: (environmentId: string, since: string) => findFailures(reader, environmentId, since),

    listFailingHosts: (environmentId: string, since: string) =>
      listFailingHosts(reader, environmentId, since),

    count: (environmentId: string, filter: CountedFilter): Promise<DeliveryCounts> =>
      countDeliveries(reader, environmentId, filter),

    async findAttempt(deliveryId: string, attemptNumber: number): Promise<Attempt | undefined> {
      const row = await attempts().where({ delivery_id: deliveryId, attempt_number: attemptNumber }).first();
      return row && attemptFromRow(row);
    },

    async listAttempts(deliveryId: string): Promise<readonly Attempt[]> {
      return (await attempts().where({ delivery_id: deliveryId }).orderBy('attempt_number')).map(
        attemptFromRow,
      );
    },

    /** When the first attempt of any of an event's deliveries began: ISO text, UTC. @returns `undefined` before it. */
    async firstAttemptAt(environmentId: string, eventId: string): Promise<string | undefined> {
      const itsDeliveries = deliveries()
        .where({ environment_id: environmentId, event_id: eventId })
        .select('id');
      const [first] = await attempts()
        .whereIn('delivery_id', itsDeliveries)
        .orderBy('started_at')
        .limit(1)
        .select('started_at');
      return first?.started_at;
    },

    /**
     * Stores the attempt and the delivery's new state, all or nothing. A second call with the same
     * number changes nothing. A delivery that was cancelled meanwhile stays so, unless the receiver
     * has accepted.
     *
     * @returns the delivery's status from now on.
     */
    recordAttempt: (attempt: Attempt, after: StateAfterAttempt): Promise<DeliveryStatus> =>
      record({ attempt, after }),

    readdress: (delivery: Delivery, terms: Parameters<typeof readdressDelivery>[2]) =>
      readdressDelivery(db, delivery, terms),

    /** Makes a delivery of a workflow of its own pending, in the schedule whose first attempt has this number. */
    async markPending(
      id: string,
      { at, firstAttemptNumber }: { readonly at: string; readonly firstAttemptNumber: number },
    ): Promise<void> {
      await db<DeliveryRow>('deliveries')
        .where({ id })
        .update({
          status: 'pending',
          next_attempt_at: null,
          ...NOT_WAITING,
          first_attempt_number: firstAttemptNumber,
          own_workflow: true,
          updated_at: at,
        });
    },

    /** Notes that somebody asks for another run of a delivery that has ended, so that it is kept. @returns whether there is one. */
    async noteRetryAsked(id: string, at: string): Promise<boolean> {
      return (await db<DeliveryRow>('deliveries').where({ id }).update({ retry_asked_at: at })) > 0;
    },

    /** Notes what the next attempt of a pending delivery waits for, in a workflow of its own; `at` counts unless it waited before. */
    async markWaiting(id: string, { waitingFor, at }: WaitingState): Promise<void> {
      const waitingSince = db.raw('coalesce(waiting_since, ?)', [at]);
      await db<DeliveryRow>('deliveries').where({ id, status: 'pending' }).update({
        waiting_for: waitingFor,
        waiting_since: waitingSince,
        own_workflow: true,
        updated_at: at,
      });
    },

    /** Makes a pending delivery ended, with an entry of the audit log. @returns whether it was pending. */
    async settle(
      id: string,
      {
        status,
        note,
        at,
        by,
      }: {
        readonly status: Exclude<DeliveryStatus, 'pending'>;
        readonly note: string;
        readonly at: string;
        readonly by: Author;
      },
    ): Promise<boolean> {
      return db.transaction(async (trx) => {
        const [settled] = await trx<DeliveryRow>('deliveries')
          .where({ id, status: 'pending' })
          .update({
            status,
            next_attempt_at: null,
            ...NOT_WAITING,
            note: trx.raw("coalesce(note || '; ', '') || ?", [note]),
            updated_at: at,
          })
          .returning(['environment_id', 'attempt_count']);
        if (!settled) return false;
        await recordAudit(trx, {
          action: 'delivery.settle',
          environmentId: settled.environment_id,
          subjectId: id,
          before: { status: 'pending', attempt_count: settled.attempt_count },
          after: { status, note },
          by,
        });
        await noteEnds(trx, [{ id, status, ends_trouble: false }], terms);
        return true;
      });
    },

    /** Only a pending one. @returns whether it was. */
    async markCancelled(id: string, at: string): Promise<boolean> {
      return db.transaction(async (trx) => {
        // Of a delivery to a channel alone. First here, as everywhere: two transactions never wait for each other.
        await trx('poll_messages').where({ delivery_id: id }).whereNull('ended_at').update({ ended_at: at });
        const marked = await trx<DeliveryRow>('deliveries')
          .where({ id, status: 'pending' })
          .update({ status: 'cancelled', next_attempt_at: null, ...NOT_WAITING, updated_at: at });
        return marked > 0;
      });
    },
  };
}
