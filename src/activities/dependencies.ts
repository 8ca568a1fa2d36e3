import type { EventResolution, ResolvedDelivery } from '../domain/events/event-resolution';
import type { OutgoingPost, StateAfterAttempt, Attempt, AttemptOutcome } from '../domain/deliveries/attempt';
import type { UnstartedEvent, Event } from '../domain/events/event';
import type { SigningMaterial, SigningCandidate } from '../domain/keys/signing-key';
import type { Delivery } from '../domain/deliveries/delivery';
import type { OperationKey, OperationRecord } from '../domain/operations/operation';
import type { OperationStep } from '../domain/operations/operation-step';
import type { OperationReport } from '../domain/operations/report';
import type { Trigger } from '../domain/triggers/trigger';

/** What the activities need; the store and the sender satisfy it. */
export interface ActivityDependencies {
  readonly events: EventResolutions;
  readonly triggers: MatchableTriggers;
  readonly deliveries: DeliveryAttempts;
  readonly keys: SigningKeys;
  readonly operations: OperationRecords;
  readonly dispatches: EventDispatches;
  readonly admissions: AttemptAdmissions;
  readonly sender: Sender;
  /** Names this software and its version to receivers. */
  readonly userAgent: string;
  readonly now: () => Date;
  /** How often Temporal has run the present activity, this time included. */
  readonly activityRun: () => number;
  /** Tells Temporal that the present activity is under way. */
  readonly heartbeat: () => void;
  readonly isDatabaseUnavailable: (error: unknown) => boolean;
}

export interface EventResolutions {
  find(environmentId: string, eventId: string): Promise<Event | undefined>;

  /**
   * Stores verdicts and deliveries and marks the event resolved, all or nothing; for an event that
   * was resolved before, changes nothing.
   *
   * @returns the deliveries that stand: these, or those of the resolution before.
   */
  recordResolution(resolution: EventResolution): Promise<readonly ResolvedDelivery[]>;
}

export interface MatchableTriggers {
  /** Triggers of the event's type and of type `all`, oldest first. */
  listForEventType(environmentId: string, eventType: string): Promise<readonly Trigger[]>;
}

export interface DeliveryAttempts {
  find(deliveryId: string): Promise<Delivery | undefined>;
  findAttempt(deliveryId: string, attemptNumber: number): Promise<Attempt | undefined>;

  /** Stores the attempt and the delivery's new state, all or nothing. A second call with the same number changes nothing. */
  recordAttempt(attempt: Attempt, after: StateAfterAttempt): Promise<void>;

  /** Makes a delivery `pending`, in a schedule, and no longer waiting for a place. */
  markPending(
    deliveryId: string,
    schedule: {
      /** ISO text, UTC. */
      readonly at: string;
      readonly firstAttemptNumber: number;
    },
  ): Promise<void>;
  /** Notes what the next attempt of a pending delivery waits for. */
  markWaiting(
    deliveryId: string,
    waiting: { readonly waitingFor: string; readonly at: string },
  ): Promise<void>;
  /** Only a pending one. @returns whether it was. */
  markCancelled(deliveryId: string, at: string): Promise<boolean>;
}

/** Secrets leave the store only through these, and go nowhere but into a signature. */
export interface SigningKeys {
  listCandidates(environmentId: string): Promise<readonly SigningCandidate[]>;
  /** What signs now; without the secret when the key is disabled or gone. */
  findMaterial(environmentId: string, apiKey: string | undefined): Promise<SigningMaterial>;
}

/** Who may send at present, so that receivers that hang keep none waiting that do not. */
export interface AttemptAdmissions {
  /** Asks for a place for one attempt, and waits briefly for one. */
  ask(request: {
    readonly environmentId: string;
    readonly url: string;
    /** How often this delivery was refused before. */
    readonly refusals: number;
  }): Promise<Admission>;
}

export type Admission =
  | {
      readonly kind: 'admitted';
      /** To be called once, at the attempt's end. @param outcome `undefined` when no receiver was to blame for it. */
      leave(outcome: AttemptOutcome | undefined): void;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The same text whenever the same is lacking. */
      readonly waitingFor: string;
      readonly retryAfterMs: number;
    };

export interface Sender {
  /** Never rejects because of what the receiver did: that is an outcome. */
  post(request: Required<OutgoingPost>): Promise<AttemptOutcome>;
}

export interface OperationRecords {
  /**
   * Hands the operation and its reports that are not applied yet, in the order of receipt, to `decide`, and stores
   * what it decides, with the events, all or nothing. Concurrent calls for one operation go one after the other.
   *
   * @param at ISO text, UTC.
   * @returns the decision; `undefined` when there is no such operation.
   */
  advance(
    key: OperationKey,
    at: string,
    decide: (record: OperationRecord, reports: readonly OperationReport[]) => OperationStep,
  ): Promise<OperationStep | undefined>;
}

export interface EventDispatches {
  /** Has a stored event's workflow started in the background. Never throws and never waits: what it cannot start, the sweeper does. */
  offer(event: UnstartedEvent): void;
}
