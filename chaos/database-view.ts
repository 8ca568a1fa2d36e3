import { onServer } from '../cluster/postgres';

/** An event as the database tells it. */
export interface StoredEvent {
  readonly eventId: string;
  readonly isResolved: boolean;
}

export interface StoredAttempt {
  readonly number: number;
  readonly outcome: 'delivered' | 'rejected' | 'unreachable';
}

/** A delivery as the database tells it, with its attempts in their order. */
export interface StoredDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'failed' | 'cancelled';
  readonly attempts: readonly StoredAttempt[];
}

export interface DatabaseView {
  readonly events: readonly StoredEvent[];
  readonly deliveries: readonly StoredDelivery[];
}

interface DeliveryRow {
  readonly id: string;
  readonly event_id: string;
  readonly uri: string;
  readonly status: StoredDelivery['status'];
}

interface AttemptRow {
  readonly delivery_id: string;
  readonly attempt_number: number;
  readonly outcome_kind: StoredAttempt['outcome'];
}

/** Reads what the database says of a round's events. @param url of a superuser: it must be readable whatever happens. */
export async function readDatabase(url: string, round: number): Promise<DatabaseView> {
  const ofRound = `event_id like 'r${round}-e%'`;
  const events = await onServer(url, [`select event_id, resolved_at from events where ${ofRound}`]);
  const deliveries = await onServer(url, [
    `select id, event_id, uri, status from deliveries where ${ofRound}`,
  ]);
  const attempts = await onServer(url, [
    `select delivery_id, attempt_number, outcome_kind from attempts
     where delivery_id in (select id from deliveries where ${ofRound}) order by attempt_number`,
  ]);
  const attemptsOf = new Map<string, StoredAttempt[]>();
  for (const { delivery_id, attempt_number, outcome_kind } of attempts as AttemptRow[]) {
    const stored = attemptsOf.get(delivery_id) ?? [];
    stored.push({ number: attempt_number, outcome: outcome_kind });
    attemptsOf.set(delivery_id, stored);
  }
  return {
    events: (events as { event_id: string; resolved_at: string | null }[]).map((row) => ({
      eventId: row.event_id,
      isResolved: row.resolved_at !== null,
    })),
    deliveries: (deliveries as DeliveryRow[]).map(({ id, event_id, uri, status }) => ({
      id,
      eventId: event_id,
      url: uri,
      status,
      attempts: attemptsOf.get(id) ?? [],
    })),
  };
}

/** How many events of a round are not resolved, or have a delivery that is still pending. */
export async function countUnfinished(url: string, round: number): Promise<number> {
  const ofRound = `event_id like 'r${round}-e%'`;
  const [row] = await onServer(url, [
    `select (select count(*) from events where ${ofRound} and resolved_at is null)::int
          + (select count(*) from deliveries where ${ofRound} and status = 'pending')::int as unfinished`,
  ]);
  return (row as { unfinished: number }).unfinished;
}
