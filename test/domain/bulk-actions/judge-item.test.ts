import { judgeItem, type ItemTurn } from '../../../src/domain/bulk-actions/bulk-action';

const item = { id: 'dlv1', status: 'failed', attemptCount: 4, firstAttemptNumber: 1 } as const;
const judge = (turn: Partial<ItemTurn>) =>
  judgeItem({ kind: 'retry', item, now: item, isRepeated: false, ...turn });

describe('a delivery whose turn has come', () => {
  it.each<[string, Partial<ItemTurn>, string]>([
    ['is asked for while it stands as it did', {}, 'ask'],
    [
      'is asked for again when a lost worker may have asked and nothing has moved',
      { isRepeated: true },
      'ask',
    ],
    ['is left to whoever was quicker', { now: { status: 'pending', attemptCount: 4 } }, 'changed_meanwhile'],
    [
      'is done when a lost worker had asked and its run has begun',
      { now: { status: 'pending', attemptCount: 4 }, isRepeated: true },
      'done',
    ],
    [
      'is done when a lost worker had asked and its run has failed again',
      { now: { status: 'failed', attemptCount: 5 }, isRepeated: true },
      'done',
    ],
    ['is skipped when it is gone', { now: undefined }, 'changed_meanwhile'],
    [
      'is cancelled although it was attempted meanwhile',
      { kind: 'cancel', now: { status: 'pending', attemptCount: 5 } },
      'ask',
    ],
    ['cannot be cancelled once it has ended', { kind: 'cancel' }, 'had_ended'],
    [
      'counts as cancelled when a lost worker had asked',
      { kind: 'cancel', now: { status: 'cancelled', attemptCount: 4 }, isRepeated: true },
      'done',
    ],
  ])('%s', (_rule, turn, expected) => expect(judge(turn)).toBe(expected));
});
