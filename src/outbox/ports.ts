import type { UnstartedEvent, Event } from '../domain/events/event';
import type { InsertedReport, NewReport, RefusedReport } from '../domain/operations/report';
import type { OperationToTrack, OperationKey, OperationRecord } from '../domain/operations/operation';

/** Events that are stored but whose workflow is not known to have started. */
export interface EventOutbox {
  /**
   * Stores an event, or finds the one that has its id.
   * The unique key (environment, event id) decides, so concurrent calls agree.
   *
   * @param contentHash equal for two requests that mean the same; see docs/decisions.md D27.
   * @param formerHash what an event that was stored before meanings were compared has in its place.
   */
  insert(
    event: Event,
    contentHash: string,
    formerHash: string,
  ): Promise<'inserted' | 'same_content' | 'different_content'>;

  /** Oldest first. `receivedBefore`: ISO text, UTC. */
  listUnstarted(receivedBefore: string, limit: number): Promise<readonly UnstartedEvent[]>;

  /** Also done by resolving the event, so that the usual path writes nothing here. */
  markStarted(environmentId: string, eventId: string, startedAt: string): Promise<void>;
}

export interface WorkflowStarter {
  /**
   * Starts the event's workflow. One that was started before is left alone, also when it has ended: whether it came to
   * its end is for the reconciler. Throws when Temporal does not answer.
   */
  startDispatch(event: UnstartedEvent): Promise<'started' | 'started_before'>;
}

/** Operations and reports that are stored, but of which Temporal is not known to have been told. Times are ISO text, UTC. */
export interface OperationOutbox {
  /** Oldest first. */
  listUnstarted(createdBefore: string, limit: number): Promise<readonly OperationToTrack[]>;
  markStarted(key: OperationKey, startedAt: string): Promise<void>;

  /** Operations with a report that is neither applied nor signalled lately, each once; those that wait longest first. */
  listUnsignalled(
    times: { readonly receivedBefore: string; readonly signalledBefore: string },
    limit: number,
  ): Promise<readonly OperationToTrack[]>;
  /** Also marks the operation as started. */
  markSignalled(key: OperationKey, signalledAt: string): Promise<void>;
}

export interface OperationStore {
  /** Stores an operation, or finds the one that has its id: the unique key decides. The hashes are those of an event. */
  insert(
    record: OperationRecord,
    contentHash: string,
    formerHash: string,
  ): Promise<'inserted' | { readonly earlier: OperationRecord; readonly isSame: boolean }>;

  /**
   * Stores a report, unless the operation has one with the same content, or it contradicts those that it has.
   *
   * @returns the report that stands; `undefined` when there is no such operation.
   */
  insertReport(report: NewReport): Promise<InsertedReport | RefusedReport | undefined>;
}

/** Both throw when Temporal does not answer. */
export interface OperationTracker {
  /** Starts the operation's workflow; one that was started before is left alone. */
  start(operation: OperationToTrack): Promise<void>;
  /** Tells the operation's workflow that there are reports; one that is not running is started. */
  signal(operation: OperationToTrack): Promise<void>;
}
