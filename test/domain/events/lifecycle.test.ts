import { durationWords, lifecycleOf } from '../../../src/domain/events/explanation';
import { anEvent } from '../../support/builders/an-event';

const at = (seconds: number) => `2026-03-14T09:26:${String(seconds).padStart(2, '0')}.000Z`;
const record = {
  event: anEvent({ receivedAt: at(0) }),
  startedAt: at(1),
  resolvedAt: at(3),
  verdicts: [],
};

describe('the lifecycle of an event', () => {
  it('tells each step with the time since the one before', () => {
    const deliveries = [
      { status: 'delivered', updatedAt: at(9) },
      { status: 'failed', updatedAt: at(7) },
    ] as const;
    const steps = lifecycleOf({ record, deliveries, firstAttemptAt: at(4) });
    expect(steps.map(({ step, afterMs }) => [step, afterMs])).toEqual([
      ['accepted', 0],
      ['started', 1_000],
      ['resolved', 2_000],
      ['first_attempt', 1_000],
      ['ended', 5_000],
    ]);
  });

  it('has not ended while a delivery is pending, or before it was resolved', () => {
    const pending = {
      record,
      deliveries: [{ status: 'pending', updatedAt: at(9) }] as const,
      firstAttemptAt: at(4),
    };
    expect(lifecycleOf(pending).at(-1)).toEqual({ step: 'ended', at: undefined, afterMs: undefined });
    const accepted = { ...record, startedAt: undefined, resolvedAt: undefined };
    const steps = lifecycleOf({ record: accepted, deliveries: [], firstAttemptAt: undefined });
    expect(steps.map((step) => step.at)).toEqual([at(0), undefined, undefined, undefined, undefined]);
  });

  it('never goes back in time, whatever the clocks say', () => {
    const steps = lifecycleOf({ record, deliveries: [], firstAttemptAt: at(2) });
    expect(steps.map(({ afterMs }) => afterMs)).toEqual([0, 1_000, 2_000, 0, 0]);
  });
});

it.each([
  [-5, '0 ms'],
  [12.4, '12 ms'],
  [1_234, '1.2 s'],
  [3_000, '3 s'],
  [180_000, '3 min'],
])('%d ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
