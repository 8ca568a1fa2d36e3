import type { StoredDelivery, DatabaseView } from './database-view';
import type { Interference, Ledger, PublishedEvent } from './ledger';
import type { Receipt } from './receivers';
import type { TemporalView } from './temporal-view';

/** What was promised and not kept. */
export interface Violation {
  readonly kind:
    'lost' | 'stuck' | 'views differ' | 'too many attempts' | 'too many duplicates' | 'answer' | 'not healed';
  readonly round: number;
  /** An event's or a delivery's id, or a fault: what to look at. */
  readonly subject: string;
  readonly what: string;
}

export interface RoundViews {
  readonly round: number;
  readonly receipts: readonly Receipt[];
  readonly database: DatabaseView;
  readonly temporal: TemporalView;
}

export interface Promises {
  /** Attempts of one schedule. */
  readonly attemptLimit: number;
}

/** Compares what was promised with what receivers, database and Temporal say after everything healed. Pure. */
export function judgeRound(ledger: Ledger, views: RoundViews, promises: Promises): Violation[] {
  const { round, database } = views;
  const receiptsOf = groupByDelivery(views.receipts);
  const blame = (kind: Violation['kind'], subject: string, what: string): Violation => ({
    kind,
    round,
    subject,
    what,
  });
  const violations = ledger.of(round).flatMap((event) => judgeEvent(event, database, blame));
  for (const delivery of database.deliveries) {
    const receipts = receiptsOf.get(delivery.id) ?? [];
    const interferences = ledger.interferencesWith(delivery.id);
    const status = views.temporal.get(delivery.id) ?? 'NONE';
    violations.push(
      ...judgeStanding(delivery, status, interferences, blame),
      ...judgeReceipts(delivery, receipts, interferences, blame),
      ...judgeAttempts(delivery, receipts, interferences, promises, blame),
    );
  }
  const answers = ledger.badAnswers.filter((bad) => bad.round === round);
  violations.push(...answers.map(({ request, what }) => blame('answer', request, what)));
  const faults = ledger.faultsOf(round).filter(({ problem }) => problem !== undefined);
  violations.push(
    ...faults.map(({ number, kind, problem }) =>
      blame('not healed', `fault ${number} (${kind})`, problem ?? ''),
    ),
  );
  return violations;
}

type Blame = (kind: Violation['kind'], subject: string, what: string) => Violation;

/** No acknowledged event is lost, and each has all of its destinations. */
function judgeEvent(
  { eventId, acknowledgedAtMs, destinations }: PublishedEvent,
  { events, deliveries }: DatabaseView,
  blame: Blame,
): Violation[] {
  const stored = events.find((event) => event.eventId === eventId);
  if (stored === undefined) {
    if (acknowledgedAtMs === undefined) return [];
    return [blame('lost', eventId, 'was acknowledged and is not in the database')];
  }
  if (!stored.isResolved) return [blame('stuck', eventId, 'its destinations were never resolved')];
  const urls = deliveries.filter((delivery) => delivery.eventId === eventId).map(({ url }) => url);
  return destinations.flatMap(({ url }) => {
    const count = urls.filter((each) => each === url).length;
    return count === 1 ? [] : [blame('lost', eventId, `has ${count} deliveries to ${url}, expected 1`)];
  });
}

/** After the time that everything takes, each delivery has ended, and its workflow has ended likewise. */
function judgeStanding(
  { id, status }: StoredDelivery,
  run: string,
  interferences: readonly Interference[],
  blame: Blame,
): Violation[] {
  if (status === 'pending') {
    const asked = interferences.map(({ what }) => what).join(', ');
    const by = asked === '' ? '' : `; by hand: ${asked}`;
    return [blame('stuck', id, `is pending, and its workflow is ${run}${by}`)];
  }
  const endings = { delivered: ['COMPLETED'], failed: ['FAILED'], cancelled: ['CANCELLED'] }[status];
  // A person who ends a workflow, or wants it cancelled while its last attempt is under way, makes it end differently.
  const excused =
    interferences.some(({ what }) => what === 'terminate' || what === 'cancel') && run !== 'RUNNING';
  if (excused || endings.includes(run)) return [];
  return [blame('views differ', id, `is ${status} in the database, and its workflow is ${run}`)];
}

/** What is recorded of a receiver is what it has seen. */
function judgeReceipts(
  { id, status, attempts }: StoredDelivery,
  receipts: readonly Receipt[],
  interferences: readonly Interference[],
  blame: Blame,
): Violation[] {
  const violations: Violation[] = [];
  const accepted = receipts.filter((receipt) => receipt.status === 200).length;
  if (status === 'delivered' && accepted === 0) {
    violations.push(blame('views differ', id, 'is delivered, and its receiver has accepted nothing'));
  }
  const answered = attempts.filter(({ outcome }) => outcome !== 'unreachable').length;
  if (answered > receipts.length) {
    const what = `has ${answered} answered attempts, and its receiver got ${receipts.length} POSTs`;
    violations.push(blame('views differ', id, what));
  }
  // An attempt whose answer did not come back in time counts as failed, and may be the last one.
  const isExcused = attempts.some(({ outcome }) => outcome === 'unreachable') || interferences.length > 0;
  if (accepted > 0 && (status === 'failed' || status === 'cancelled') && !isExcused) {
    violations.push(blame('views differ', id, `is ${status}, and its receiver has accepted it`));
  }
  return violations;
}

/** Each schedule has its attempts and no more. */
function judgeAttempts(
  { id, attempts }: StoredDelivery,
  receipts: readonly Receipt[],
  interferences: readonly Interference[],
  { attemptLimit }: Promises,
  blame: Blame,
): Violation[] {
  const refused = (status: number | undefined) => status !== undefined && status >= 400;
  const retries = interferences.filter(({ what, status }) => what === 'retry' && !refused(status)).length;
  const limit = attemptLimit * (1 + retries);
  const highest = Math.max(0, ...receipts.map(({ attempt }) => attempt));
  if (attempts.length <= limit && highest <= attemptLimit) return [];
  const what = `${attempts.length} attempts are stored and attempt ${highest} was sent; ${limit} and ${attemptLimit} are allowed`;
  return [blame('too many attempts', id, what)];
}

export function groupByDelivery(receipts: readonly Receipt[]): Map<string, Receipt[]> {
  const groups = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    const group = groups.get(receipt.deliveryId) ?? [];
    group.push(receipt);
    groups.set(receipt.deliveryId, group);
  }
  return groups;
}
