import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client.ts';
import { Failure } from './failure.ts';
import type { EventShape } from './shapes.ts';

const LOOK_EVERY_MS = 250;

interface Patience {
  readonly seconds: number;
  readonly stop: AbortSignal;
}

/** Waits until each delivery of an event has ended. @throws Failure when it takes longer. */
export async function untilEnded(
  client: Client,
  id: string,
  { seconds, stop }: Patience,
): Promise<EventShape> {
  const deadlineMs = performance.now() + seconds * 1000;
  for (;;) {
    const event = await client.call<EventShape>('GET', `/events/${encodeURIComponent(id)}`, { signal: stop });
    const isPending = event.deliveries.some(({ status }) => status === 'pending');
    if (event.status === 'dispatched' && !isPending) return event;
    if (performance.now() > deadlineMs) {
      throw new Failure(
        `event ${id} has deliveries that have not ended after ${seconds} s: see webhooks show ${id}`,
      );
    }
    await pause(LOOK_EVERY_MS, undefined, { signal: stop });
  }
}
