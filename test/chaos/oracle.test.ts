import type { StoredDelivery } from '../../chaos/database-view';
import { Ledger, type FaultRecord } from '../../chaos/ledger';
import { judgeDuplicates } from '../../chaos/judge-duplicates';
import { judgeRound, type Violation } from '../../chaos/oracle';
import type { Receipt } from '../../chaos/receivers';

/* A round in which every promise was kept, and one that breaks each promise in turn. */

const URL = 'http://127.0.0.1:1/refuse-1/e0';
const DELIVERY: StoredDelivery = {
  id: 'd0',
  eventId: 'r1-e0',
  url: URL,
  status: 'delivered',
  attempts: [
    { number: 1, outcome: 'rejected' },
    { number: 2, outcome: 'delivered' },
  ],
};
const RECEIPTS: readonly Receipt[] = [
  aReceipt({ attempt: 1, status: 503 }),
  aReceipt({ attempt: 2, status: 200 }),
];

function aReceipt(differing: Partial<Receipt>): Receipt {
  const { attempt = 1 } = differing;
  return {
    eventId: 'r1-e0',
    deliveryId: 'd0',
    attempt,
    behaviour: 'refuse-1',
    arrivedAtMs: attempt * 10_000,
    endedAtMs: attempt * 10_000 + 100,
    status: 503,
    ...differing,
  };
}

interface Round {
  readonly delivery?: Partial<StoredDelivery>;
  readonly deliveries?: readonly StoredDelivery[];
  readonly isStored?: boolean;
  readonly isResolved?: boolean;
  readonly receipts?: readonly Receipt[];
  readonly run?: 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'RUNNING' | 'TERMINATED' | 'NONE';
  readonly byHand?: 'cancel' | 'retry' | 'terminate';
  readonly prepare?: (ledger: Ledger) => void;
}

function judged(round: Round): readonly Violation[] {
  const ledger = new Ledger();
  ledger.events.set('r1-e0', {
    eventId: 'r1-e0',
    round: 1,
    destinations: [{ url: URL, behaviour: 'refuse-1' }],
    acknowledgedAtMs: 9_000,
  });
  if (round.byHand) {
    ledger.interferences.push({ deliveryId: 'd0', what: round.byHand, atMs: 10_000, status: 200 });
  }
  round.prepare?.(ledger);
  const { deliveries = [{ ...DELIVERY, ...round.delivery }], isStored = true, isResolved = true } = round;
  const database = { events: isStored ? [{ eventId: 'r1-e0', isResolved }] : [], deliveries };
  const temporal = new Map(deliveries.map(({ id }) => [id, round.run ?? 'COMPLETED']));
  const views = { round: 1, receipts: round.receipts ?? RECEIPTS, database, temporal };
  return judgeRound(ledger, views, { attemptLimit: 4 });
}
const kinds = (violations: readonly Violation[]) => violations.map(({ kind }) => kind);
const fiveAttempts = Array.from({ length: 5 }, (_, index) => ({
  number: index + 1,
  outcome: 'rejected' as const,
}));

it('finds nothing where every promise was kept', () => {
  expect(judged({})).toEqual([]);
});

it.each<[string, Violation['kind'], Round]>([
  ['an acknowledged event that is not stored', 'lost', { isStored: false, deliveries: [] }],
  ['an event without a delivery to its destination', 'lost', { deliveries: [] }],
  [
    'two deliveries to one destination',
    'lost',
    { deliveries: [DELIVERY, { ...DELIVERY, id: 'd1', attempts: [] }] },
  ],
  ['an event that was never resolved', 'stuck', { isResolved: false }],
  ['a delivery that is pending without a run', 'stuck', { delivery: { status: 'pending' }, run: 'NONE' }],
  [
    'a cancelled delivery that stays pending',
    'stuck',
    { delivery: { status: 'pending' }, run: 'CANCELLED', byHand: 'cancel' },
  ],
  ['a delivered delivery whose workflow runs on', 'views differ', { run: 'RUNNING' }],
  ['a terminated workflow that nobody terminated', 'views differ', { run: 'TERMINATED' }],
  [
    'a delivery that its receiver never accepted',
    'views differ',
    { receipts: [aReceipt({}), aReceipt({ attempt: 2 })] },
  ],
  ['an attempt that its receiver never saw', 'views differ', { receipts: RECEIPTS.slice(1) }],
  [
    'a failed delivery that its receiver accepted',
    'views differ',
    { delivery: { status: 'failed' }, run: 'FAILED' },
  ],
  [
    'a fifth stored attempt',
    'too many attempts',
    { delivery: { attempts: fiveAttempts }, receipts: [...RECEIPTS, ...RECEIPTS, ...RECEIPTS] },
  ],
  [
    'a fifth attempt of a schedule',
    'too many attempts',
    { receipts: [...RECEIPTS, aReceipt({ attempt: 5 })] },
  ],
  [
    'an answer that it should not give',
    'answer',
    { prepare: (ledger) => ledger.badAnswers.push({ round: 1, request: 'POST /events', what: '500' }) },
  ],
  [
    'a fault that did not heal',
    'not healed',
    { prepare: (ledger) => ledger.faults.push(aFault({ problem: 'late' })) },
  ],
])('finds %s', (_what, kind, round) => {
  expect(kinds(judged(round))).toContain(kind);
});

it.each<[string, Round]>([
  [
    'a workflow that was terminated by hand and whose delivery has ended',
    { run: 'TERMINATED', byHand: 'terminate' },
  ],
  [
    'a second schedule after a retry',
    {
      delivery: { attempts: [...fiveAttempts, { number: 6, outcome: 'delivered' }] },
      byHand: 'retry',
      receipts: [...RECEIPTS, ...RECEIPTS, ...RECEIPTS],
    },
  ],
])('excuses %s', (_what, round) => {
  expect(judged(round)).toEqual([]);
});

function aFault(differing: Partial<FaultRecord> = {}): FaultRecord {
  return {
    number: 1,
    round: 1,
    kind: 'worker killed',
    process: 'worker-1',
    startedAtMs: 10_050,
    healedAtMs: 12_000,
    problem: undefined,
    skipped: undefined,
    ...differing,
  };
}

function ledgerWith(faults: readonly FaultRecord[]): Ledger {
  const ledger = new Ledger();
  ledger.faults.push(...faults);
  return ledger;
}

describe('attempts that were made again', () => {
  const database = { events: [], deliveries: [DELIVERY] };
  const again = (times: number) => [
    ...RECEIPTS,
    ...Array.from({ length: times }, (_, index) => aReceipt({ arrivedAtMs: 13_000 + index })),
  ];
  const judge = (receipts: readonly Receipt[], faults: readonly FaultRecord[]) =>
    judgeDuplicates(1, receipts, database, ledgerWith(faults));

  it('are excused once by a fault that they met', () => {
    expect(judge(again(1), [aFault()])).toEqual([]);
  });

  it('are not excused again and again', () => {
    expect(kinds(judge(again(3), [aFault()]))).toContain('too many duplicates');
  });

  it('are not excused without a fault, or by one that they did not meet', () => {
    expect(kinds(judge(again(1), []))).toContain('too many duplicates');
    const later = aFault({ startedAtMs: 90_000, healedAtMs: 95_000 });
    expect(kinds(judge(again(1), [later]))).toContain('too many duplicates');
  });
});
