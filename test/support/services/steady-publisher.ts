import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface PublisherOptions {
  /** Base addresses of the APIs, tried in turn. */
  readonly apis: readonly string[];
  /** Below the address, for instance `/v1_1/demo/events`. */
  readonly path: string;
  readonly authorization: string;
  /** What is published as the n-th event of a lane, without its id; the same whenever it is asked for. */
  readonly eventAt: (n: number) => object;
  readonly lanes: number;
  /** Of each lane, between two events. */
  readonly pauseMs: number;
}

/** What a publisher that never gives up has seen. */
export interface Published {
  /** Ids of the events that were accepted, each once. */
  readonly accepted: readonly string[];
  /** Tries that brought no answer, by error code, and answers that asked for another try, by status. */
  readonly triedAgain: Readonly<Record<string, number>>;
}

interface PublishedEvent {
  readonly event_id: string;
}

const RETRY_PAUSE_MS = 50;
/** For an event that is under way when the publisher is stopped. */
const LAST_TRIES_MS = 5_000;

/**
 * A producer as it should be: over connections that it keeps, and with the same `event_id` again at the next
 * address when one is not there or answers 503. Any other refusal ends it.
 */
export class SteadyPublisher {
  private readonly accepted: string[] = [];
  private readonly triedAgain: Record<string, number> = {};
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly lanes: Promise<unknown>;
  private isStopped = false;
  private giveUpAtMs = Infinity;
  private turn = 0;

  constructor(private readonly options: PublisherOptions) {
    this.lanes = Promise.all(Array.from({ length: options.lanes }, (_, lane) => this.publishOn(lane)));
    // Looked at by `stop`; until then it may fail.
    this.lanes.catch(() => undefined);
  }

  /** Ends after the events under way. @throws Error with an answer that is neither success nor 503. */
  async stop(): Promise<Published> {
    this.isStopped = true;
    this.giveUpAtMs = performance.now() + LAST_TRIES_MS;
    try {
      await this.lanes;
    } finally {
      this.agent.destroy();
    }
    return { accepted: this.accepted, triedAgain: this.triedAgain };
  }

  get acceptedCount(): number {
    return this.accepted.length;
  }

  private async publishOn(lane: number): Promise<void> {
    for (let n = 0; !this.isStopped; n++) {
      const event = { ...this.options.eventAt(n), event_id: `lane${lane}-${n}` };
      while (!(await this.isAccepted(event))) await this.beforeNextTry(event);
      this.accepted.push(event.event_id);
      await pause(this.options.pauseMs);
    }
  }

  private async beforeNextTry({ event_id }: PublishedEvent): Promise<void> {
    if (performance.now() > this.giveUpAtMs) throw new Error(`event ${event_id} was still not accepted`);
    await pause(RETRY_PAUSE_MS);
  }

  private async isAccepted(event: PublishedEvent): Promise<boolean> {
    try {
      const status = await this.post(event);
      if (status === 202 || status === 200) return true;
      if (status !== 503) throw new Error(`event ${event.event_id} was answered with ${status}`);
      this.count('503');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      this.count(code);
    }
    return false;
  }

  private count(reason: string): void {
    this.triedAgain[reason] = (this.triedAgain[reason] ?? 0) + 1;
  }

  private post(body: object): Promise<number> {
    const { apis, path, authorization } = this.options;
    const api = apis[this.turn++ % apis.length];
    const headers = { authorization, 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const request = http.request(`${api}${path}`, { method: 'POST', headers, agent: this.agent });
      request.on('error', reject);
      request.on('response', (response) => {
        response.on('error', reject);
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      request.end(JSON.stringify(body));
    });
  }
}
