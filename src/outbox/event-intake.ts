import { createHash } from 'node:crypto';
import type { Event, HashedEvent, PostedContent, Publication } from '../domain/events/event';
import type { UnstartedEvent } from '../domain/events/event-record';
import type { Logger } from '../logger';
import { createBackgroundStarts } from './background-starts';

/** Where events are stored. */
export interface StoredEvents {
  /**
   * Stores an event, or finds the one that has its id.
   * The unique key (environment, event id) decides, so concurrent calls agree.
   *
   * @param contentHash equal for two requests that mean the same; see docs/decisions.md D27.
   * @param formerHash what an event that was stored before meanings were compared has in its place.
   */
  insert(event: Event, contentHash: string, formerHash: () => string): Promise<Inserted>;
  /**
   * Stores events of one product environment, all of them or none, as if `insert` met each in turn.
   *
   * @returns what became of each, in their order.
   */
  insertMany(events: readonly HashedEvent[]): Promise<readonly Inserted[]>;
}

type Inserted = 'inserted' | 'same_content' | 'different_content';

type PublishResult = 'accepted' | 'duplicate' | 'conflict';

const RESULTS: Readonly<Record<Inserted, PublishResult>> = {
  inserted: 'accepted',
  same_content: 'duplicate',
  different_content: 'conflict',
};

/** Takes events in: stored first, so that what is accepted is never lost, then dispatched. */
export function createEventIntake(events: StoredEvents, starter: DispatchStarter) {
  return {
    /**
     * Stores an event and offers it for dispatch. Durable before it returns.
     *
     * @param content decides whether a second event of the same id is the same one. Source: docs/decisions.md D27.
     */
    async publish(event: Event, cloudName: string, content: PostedContent): Promise<PublishResult> {
      const { contentHash, formerHash } = contentHashes(content);
      const inserted = await events.insert(event, contentHash, formerHash);
      if (inserted === 'inserted') offer(event, cloudName);
      return RESULTS[inserted];
    },

    /**
     * Stores events of one product environment in one transaction, as if each were published in turn, and offers the
     * new ones for dispatch. Durable before it returns; when it throws, nothing is known to be stored.
     *
     * @returns what became of each, in their order.
     */
    async publishMany(
      publications: readonly Publication[],
      cloudName: string,
    ): Promise<readonly PublishResult[]> {
      const hashed = publications.map(({ event, content }) => ({ event, ...contentHashes(content) }));
      const inserted = await events.insertMany(hashed);
      publications.forEach(({ event }, index) => {
        if (inserted[index] === 'inserted') offer(event, cloudName);
      });
      return inserted.map((each) => RESULTS[each]);
    },
  };

  function offer({ environmentId, eventId, eventType, testTriggerId }: Event, cloudName: string): void {
    const isTest = testTriggerId !== undefined;
    starter.offer({ environmentId, cloudName, eventId, eventType, ...(isTest && { isTest }) });
  }
}

export interface WorkflowStarter {
  /**
   * Starts the event's workflow. One that was started before is left alone, also when it has ended: whether it came to
   * its end is for the reconciler. Throws when Temporal does not answer.
   */
  startDispatch(event: UnstartedEvent): Promise<'started' | 'started_before'>;
}

export type DispatchStarter = ReturnType<typeof createDispatchStarter>;

/** Starts events' workflows in the background. */
export function createDispatchStarter(workflows: WorkflowStarter, logger: Logger) {
  const start = async (event: UnstartedEvent) => void (await workflows.startDispatch(event));
  const starts = createBackgroundStarts({ start, factsOf: eventFacts }, logger);
  return {
    /** Never throws and never waits. */
    offer: (event: UnstartedEvent) => starts.offer(event),
    /** Waits for the starts in progress. */
    drain: () => starts.drain(),
  };
}

/** The fields that name an event in the log: its id is unique only within its product environment. */
export function eventFacts({ cloudName, eventId }: UnstartedEvent) {
  return { cloud_name: cloudName, event_id: eventId };
}

/** By what a second request is recognised. */
interface ContentHashes {
  readonly contentHash: string;
  /** What `contentHash` was before meanings were compared. Needed only for an id that was there before. */
  readonly formerHash: () => string;
}

/** Both are equal for a content that was posted in its normal form. */
export function contentHashes({ meaning, asPosted }: PostedContent): ContentHashes {
  return { contentHash: contentHash(meaning), formerHash: () => contentHash(asPosted) };
}

/** Hex SHA-256 of a JSON value; the order of an object's keys does not matter. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
