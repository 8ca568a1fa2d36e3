import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '../bench/budgets/seeded-random';
import type { ApiClient } from './api-client';
import type { Ledger, PublishedEvent } from './ledger';
import type { Behaviour, Receivers } from './receivers';

/** How often each behaviour is met. */
const BEHAVIOURS: readonly Behaviour[] = [
  ...(['accept', 'accept', 'accept', 'accept', 'accept', 'accept'] as const),
  ...(['refuse-1', 'refuse-2', 'refuse-3'] as const),
  ...(['never', 'hang', 'cut'] as const),
];
const TRIGGER_SHARE = 0.15;
/** A destination that is slow or refuses is met by one event alone: none waits for another's places. */
const SHARED_PLACES = 5;
const PAUSE_BETWEEN_TRIES_MS = 300;
const GIVE_UP_AFTER_MS = 90_000;

/** Event type of the triggers that stay, and of those that are changed meanwhile. */
export const TRIGGER_TYPE = 'delete';
export const CHANGING_TYPE = 'rename';

export interface LoadContext {
  readonly api: ApiClient;
  readonly ledger: Ledger;
  readonly receivers: Receivers;
  readonly triggerDestinations: PublishedEvent['destinations'];
  readonly nowMs: () => number;
}

/** Publishes events at a steady rate, each until it is acknowledged. */
export class Load {
  private isStopped = false;
  private isAbandoned = false;
  private readonly underWay = new Set<Promise<void>>();
  private readonly random: SeededRandom;
  private readonly pacing: Promise<void>;

  constructor(
    private readonly context: LoadContext,
    private readonly options: {
      readonly round: number;
      readonly seed: number;
      readonly eventsPerSecond: number;
    },
  ) {
    this.random = new SeededRandom(options.seed);
    this.pacing = this.pace();
  }

  /** Ends the publishing, and waits until each event is acknowledged or given up. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.pacing;
    await Promise.all(this.underWay);
  }

  /** Ends the publishing at once, whatever is not acknowledged. */
  abandon(): void {
    this.isStopped = true;
    this.isAbandoned = true;
  }

  private async pace(): Promise<void> {
    for (let n = 0; !this.isStopped; n++) {
      const publishing = this.publish(n);
      this.underWay.add(publishing);
      void publishing.finally(() => this.underWay.delete(publishing));
      await sleep(1000 / this.options.eventsPerSecond);
    }
  }

  private async publish(n: number): Promise<void> {
    const { ledger, nowMs } = this.context;
    const { event, content } = this.draw(n);
    ledger.events.set(event.eventId, event);
    const untilMs = nowMs() + GIVE_UP_AFTER_MS;
    for (let index = n; nowMs() < untilMs && !this.isAbandoned; index++) {
      if (await this.isAcknowledged(index, event, content)) {
        event.acknowledgedAtMs = nowMs();
        return;
      }
      await sleep(PAUSE_BETWEEN_TRIES_MS);
    }
  }

  private async isAcknowledged(index: number, event: PublishedEvent, content: object): Promise<boolean> {
    const { api, ledger, nowMs } = this.context;
    const { round, eventId } = event;
    const startedAtMs = nowMs();
    const answer = await api.call(index, 'POST', '/events', content);
    const name = `POST /events ${eventId}`;
    ledger.examine(answer, { round, apiIndex: index % api.urls.length, name, startedAtMs });
    const { status, body } = answer;
    if (status === 202 || status === 200) return true;
    const isRefused = status !== undefined && status < 500;
    if (isRefused)
      ledger.badAnswers.push({ round, request: name, what: `${status} ${JSON.stringify(body)}` });
    return false;
  }

  private draw(n: number): { readonly event: PublishedEvent; readonly content: object } {
    const { random, options } = this;
    const { receivers, triggerDestinations } = this.context;
    const eventId = `r${options.round}-e${n}`;
    const made = { eventId, round: options.round, acknowledgedAtMs: undefined };
    const common = { event_id: eventId, payload: { public_id: eventId } };
    if (random.next() < TRIGGER_SHARE) {
      const event = { ...made, destinations: triggerDestinations };
      return { event, content: { ...common, event_type: TRIGGER_TYPE } };
    }
    const behaviour = random.pick(BEHAVIOURS);
    const place = behaviour === 'accept' ? `shared-${n % SHARED_PLACES}` : eventId;
    const url = receivers.url(behaviour, place);
    const event = { ...made, destinations: [{ url, behaviour }] };
    const eventType = random.next() < 0.5 ? CHANGING_TYPE : 'upload';
    return { event, content: { ...common, event_type: eventType, request: { notification_url: url } } };
  }
}
