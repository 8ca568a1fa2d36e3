import type { ApiAnswer } from './api-client';
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

/** Who was asked what, and when. */
export interface ApiRequest {
  readonly round: number;
  /** From 0. */
  readonly apiIndex: number;
  /** Method, path, and what it is about. */
  readonly name: string;
  readonly startedAtMs: number;
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

  /** Notes an answer that the API should not give, however much fails around it. */
  examine(answer: ApiAnswer, request: ApiRequest): void {
    const { round, apiIndex, name, startedAtMs } = request;
    const blame = (what: string) => this.badAnswers.push({ round, request: name, what });
    const { status, isLate, body } = answer;
    if (isLate && !this.wasHit(round, `api-${apiIndex + 1}`, startedAtMs)) blame('no answer within 10 s');
    if (status !== undefined && status >= 500 && status !== 503) blame(`${status} ${JSON.stringify(body)}`);
  }

  /** Whether the API itself was kept from answering: killed, frozen or restarted. */
  private wasHit(round: number, api: string, sinceMs: number): boolean {
    return this.faultsOf(round).some(
      ({ process, kind, healedAtMs = Infinity }) =>
        healedAtMs >= sinceMs &&
        (kind === 'rolling restart' ||
          (process === api && kind !== 'postgres silent' && kind !== 'temporal silent')),
    );
  }

  interferencesWith(deliveryId: string, what?: Interference['what']): Interference[] {
    return this.interferences.filter(
      (each) => each.deliveryId === deliveryId && (what === undefined || each.what === what),
    );
  }
}
