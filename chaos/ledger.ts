import type { FaultKindName } from './fault-kinds';
import type { Behaviour } from './receivers';

/** An event that was published, and whom it must reach. */
export interface PublishedEvent {
  readonly eventId: string;
  readonly round: number;
  /** URLs that must get it, whatever else changes. */
  readonly destinations: readonly { readonly url: string; readonly behaviour: Behaviour }[];
  /** When it was answered with 202, or with 200 after an answer that was lost; `undefined` when it never was. */
  acknowledgedAtMs: number | undefined;
}

/** A request to the API that was answered late, or with what it should never answer. */
export interface BadAnswer {
  readonly round: number;
  readonly request: string;
  readonly what: string;
}

/** A fault as it happened. */
export interface FaultRecord {
  readonly number: number;
  readonly round: number;
  readonly kind: FaultKindName;
  readonly process: string;
  readonly startedAtMs: number;
  healedAtMs: number | undefined;
  /** Why it was not made, or not healed. */
  problem: string | undefined;
  /** Why there was nothing to do it to. */
  skipped: string | undefined;
}

/** What somebody asked of a delivery, or did to its workflow, by hand. */
export interface Interference {
  readonly deliveryId: string;
  readonly what: 'cancel' | 'retry' | 'terminate';
  readonly atMs: number;
  /** The API's answer; `undefined` when none came. */
  readonly status: number | undefined;
}

/** Everything that was done, and what was answered: one side of the comparison. */
export class Ledger {
  readonly events = new Map<string, PublishedEvent>();
  readonly badAnswers: BadAnswer[] = [];
  readonly faults: FaultRecord[] = [];
  readonly interferences: Interference[] = [];

  of(round: number): PublishedEvent[] {
    return [...this.events.values()].filter((event) => event.round === round);
  }

  faultsOf(round: number): FaultRecord[] {
    return this.faults.filter((fault) => fault.round === round);
  }

  interferencesWith(deliveryId: string, what?: Interference['what']): Interference[] {
    return this.interferences.filter(
      (each) => each.deliveryId === deliveryId && (what === undefined || each.what === what),
    );
  }
}
