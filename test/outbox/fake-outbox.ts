import type { Event } from '../../src/domain/events/event';
import type { UnstartedEvent } from '../../src/domain/events/event-record';
import type { StoredEvents, WorkflowStarter } from '../../src/outbox/event-intake';
import type { EventOutbox } from '../../src/outbox/sweeper';

/** An outbox in memory. */
export function fakeOutbox(): StoredEvents & EventOutbox & { readonly started: Set<string> } {
  const events = new Map<string, { event: Event; contentHash: string }>();
  const started = new Set<string>();
  return {
    started,
    async insert(event, contentHash, formerHash) {
      const earlier = events.get(event.eventId);
      if (earlier) {
        const isSame = [contentHash, formerHash()].includes(earlier.contentHash);
        return isSame ? 'same_content' : 'different_content';
      }
      events.set(event.eventId, { event, contentHash });
      return 'inserted';
    },
    async insertMany(hashed) {
      const results: Awaited<ReturnType<StoredEvents['insert']>>[] = [];
      for (const { event, contentHash, formerHash } of hashed) {
        results.push(await this.insert(event, contentHash, formerHash));
      }
      return results;
    },
    async listUnstarted(receivedBefore, limit) {
      return [...events.values()]
        .filter(({ event }) => !started.has(event.eventId) && event.receivedAt < receivedBefore)
        .slice(0, limit)
        .map(({ event }) => ({ ...event, cloudName: 'acme-media' }));
    },
    async markStarted(_environmentId, eventId) {
      started.add(eventId);
    },
  };
}

/** A starter of workflows that can be down. */
export function fakeWorkflows(): WorkflowStarter & {
  isDown: boolean;
  readonly broken: Set<string>;
  readonly starts: string[];
} {
  const starts: string[] = [];
  return {
    isDown: false,
    broken: new Set(),
    starts,
    async startDispatch({ eventId }: UnstartedEvent) {
      if (this.isDown || this.broken.has(eventId)) throw new Error('14 UNAVAILABLE');
      starts.push(eventId);
      return starts.indexOf(eventId) === starts.length - 1 ? 'started' : 'started_before';
    },
  };
}
