/** One POST as the receiver saw it. */
export interface Receipt {
  readonly eventId: string;
  readonly destination: string;
  /** Equal for two POSTs of the same notification. */
  readonly notificationId: string;
}

interface Expectation {
  readonly publishedAtMs: number;
  readonly destinations: Set<string>;
  readonly latenciesMs: number[];
  readonly complete: () => void;
  readonly completion: Promise<void>;
}

/** What was published and what arrived of it. */
export class Ledger {
  private readonly events = new Map<string, Expectation>();
  private readonly notificationIds = new Set<string>();
  private readonly withdrawn = new Set<string>();
  private duplicates = 0;
  private lastMovementMs: number;

  /** @param nowMs a clock that only goes forward. */
  constructor(
    private readonly destinations: number,
    private readonly nowMs: () => number,
  ) {
    this.lastMovementMs = nowMs();
  }

  /** Notes that an event is about to be published. @param publishedAtMs from when its latencies count, by the same clock. */
  expect(eventId: string, publishedAtMs = this.nowMs()): void {
    let complete = (): void => undefined;
    const completion = new Promise<void>((resolve) => (complete = resolve));
    this.lastMovementMs = this.nowMs();
    this.events.set(eventId, {
      publishedAtMs,
      destinations: new Set(),
      latenciesMs: [],
      complete,
      completion,
    });
  }

  /** Forgets an event that was not taken. It may have been stored before its answer was lost: its receipts do not count. */
  withdraw(eventId: string): void {
    this.events.delete(eventId);
    this.withdrawn.add(eventId);
  }

  /** @throws Error for a receipt of an event that was not published. */
  receive({ eventId, destination, notificationId }: Receipt): void {
    if (this.withdrawn.has(eventId)) return;
    const event = this.events.get(eventId);
    if (!event) throw new Error(`a receipt of event "${eventId}", which was not published`);
    const arrivedAtMs = (this.lastMovementMs = this.nowMs());
    if (this.notificationIds.has(notificationId)) this.duplicates += 1;
    this.notificationIds.add(notificationId);
    if (event.destinations.has(destination)) return;
    event.destinations.add(destination);
    event.latenciesMs.push(arrivedAtMs - event.publishedAtMs);
    if (event.destinations.size === this.destinations) event.complete();
  }

  /** Resolves when every destination has been told of the event; maybe never. */
  async completionOf(eventId: string): Promise<void> {
    await this.events.get(eventId)?.completion;
  }

  /** From before the event was published to each receipt's arrival, in milliseconds. */
  latenciesMs(eventIds: readonly string[]): number[] {
    return eventIds.flatMap((id) => this.events.get(id)?.latenciesMs ?? []);
  }

  /** How long nothing has been published and nothing has arrived. */
  get idleMs(): number {
    return this.nowMs() - this.lastMovementMs;
  }

  /** Receipts that have arrived, each destination of an event counted once. */
  get delivered(): number {
    return [...this.events.values()].reduce((sum, { destinations }) => sum + destinations.size, 0);
  }

  get lost(): number {
    return this.events.size * this.destinations - this.delivered;
  }

  get duplicated(): number {
    return this.duplicates;
  }
}
