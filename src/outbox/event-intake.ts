import type { Event } from '../domain/events/event';
import type { PostedContent } from '../domain/events/posted-content';
import { contentHashes } from './content-hash';
import type { DispatchStarter } from './background-starts';

/** Where events are stored. */
export interface StoredEvents {
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
}

type PublishResult = 'accepted' | 'duplicate' | 'conflict';

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
      if (inserted === 'different_content') return 'conflict';
      if (inserted === 'same_content') return 'duplicate';
      const { environmentId, eventId, eventType } = event;
      starter.offer({ environmentId, cloudName, eventId, eventType });
      return 'accepted';
    },
  };
}
