import type { Verdict } from '../../../src/domain/events/event-record';
import { verdictsFromText, verdictsToText } from '../../../src/store/events/record-resolutions';

const filteredOut = (triggerId: string): Verdict => ({ triggerId, verdict: 'filtered_out' });
const suppressed = (triggerId: string): Verdict => ({ triggerId, verdict: 'suppressed_by_notification_url' });
const matched: Verdict = { triggerId: 'm', verdict: 'matched', deliveryId: 'd' };
const failed: Verdict = { triggerId: 'f', verdict: 'filter_error', reason: 'more than 10000 steps' };

it.each<readonly [string, readonly Verdict[]]>([
  ['none', []],
  ['one', [filteredOut('a')]],
  ['alike', [filteredOut('a'), filteredOut('b'), filteredOut('c')]],
  ['of different kinds', [filteredOut('a'), suppressed('b'), filteredOut('c')]],
  [
    'interrupted by one that says more',
    [filteredOut('a'), matched, filteredOut('b'), failed, filteredOut('c')],
  ],
  ['each with its own facts', [matched, failed, matched]],
  ['alike in their reason, and not', [failed, { ...failed, triggerId: 'g' }, { ...failed, reason: 'other' }]],
])('verdicts are read as they were stored: %s', (_name, verdicts) => {
  expect(verdictsFromText(verdictsToText(verdicts))).toEqual(verdicts);
});

it('verdicts that say no more than their kind take little more room than the ids', () => {
  const id = (index: number) => String(index).padStart(32, '0');
  const verdicts = Array.from({ length: 900 }, (_, index) => filteredOut(id(index)));
  expect(verdictsToText(verdicts).length).toBeLessThan(900 * 35 + 100);
});

it('reads verdicts that were stored one by one', () => {
  const verdicts = [filteredOut('a'), filteredOut('b'), matched];
  expect(verdictsFromText(JSON.stringify(verdicts))).toEqual(verdicts);
});
