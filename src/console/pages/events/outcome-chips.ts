interface Outcome {
  readonly status: 'accepted' | 'dispatched';
  readonly deliveries: Readonly<Record<'pending' | 'delivered' | 'failed' | 'cancelled', number>>;
}

interface OutcomeChip {
  readonly tone: 'good' | 'bad' | 'wait' | 'plain';
  readonly icon: 'cross' | 'clock' | 'stop' | 'check' | 'pulse';
  readonly text: string;
}

const SHOWN = [
  ['failed', { tone: 'bad', icon: 'cross' }],
  ['pending', { tone: 'wait', icon: 'clock' }],
  ['cancelled', { tone: 'plain', icon: 'stop' }],
  ['delivered', { tone: 'good', icon: 'check' }],
] as const;
const WORDS = { failed: 'failed', pending: 'waiting', cancelled: 'cancelled', delivered: 'delivered' };

/** What became of an event, the worst first: "1 failed", "2 delivered", or that it told nobody. */
export function outcomeChips({ status, deliveries }: Outcome): readonly OutcomeChip[] {
  if (status === 'accepted') return [{ tone: 'plain', icon: 'pulse', text: 'Accepted' }];
  const chips = SHOWN.flatMap(([of, look]) =>
    deliveries[of] === 0 ? [] : [{ ...look, text: `${deliveries[of]} ${WORDS[of]}` }],
  );
  return chips.length > 0 ? chips : [{ tone: 'plain', icon: 'stop', text: 'Told nobody' }];
}
