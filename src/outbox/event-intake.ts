import type { Event } from '../domain/events/event';
import type { PostedContent } from '../domain/events/posted-content';
import { contentHashes } from './content-hash';
import type { DispatchStarter } from './background-starts';
import type { EventOutbox } from './ports';

type PublishResult = 'accepted' | 'duplicate' | 'conflict';

/** Takes events in: stored first, so that what is accepted is never lost, then dispatched. */
export function createEventIntake(outbox: Pick<EventOutbox, 'insert'>, starter: DispatchStarter) {
  return {
    /**
     * Stores an event and offers it for dispatch. Durable before it returns.
     *
     * @param content decides whether a second event of the same id is the same one. Source: docs/decisions.md D27.
     */
    async publish(event: Event, cloudName: string, content: PostedContent): Promise<PublishResult> {
      const { contentHash, formerHash } = contentHashes(content);
      const inserted = await outbox.insert(event, contentHash, formerHash);
      if (inserted === 'different_content') return 'conflict';
      if (inserted === 'same_content') return 'duplicate';
      const { environmentId, eventId, eventType } = event;
      starter.offer({ environmentId, cloudName, eventId, eventType });
      return 'accepted';
    },
  };
}
