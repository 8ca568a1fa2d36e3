import type { Event } from '../domain/event';

/** Events that are stored but whose workflow is not known to have started. */
export interface EventOutbox {
  /**
   * Stores an event, or finds the one that has its id.
   * The unique key (environment, event id) decides, so concurrent calls agree.
   *
   * @param contentHash equal for two requests that mean the same; see decisions.md D27.
   */
  insert(event: Event, contentHash: string): Promise<'inserted' | 'same_content' | 'different_content'>;

  /** Oldest first. `receivedBefore`: ISO text, UTC. */
  listUnstarted(receivedBefore: string, limit: number): Promise<readonly UnstartedEvent[]>;

  /** Also done by resolving the event, so that the usual path writes nothing here. */
  markStarted(environmentId: string, eventId: string, startedAt: string): Promise<void>;
}

export interface UnstartedEvent {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
}

export interface WorkflowStarter {
  /** Starts the event's workflow; one that was started before is left alone. Throws when Temporal does not answer. */
  startDispatch(event: UnstartedEvent): Promise<void>;
}
