import type { ShownAttempt } from '../../calls/delivery-in-full';
import type { Difference } from '../../parts/differences';
import { visibleOrNothing, visibleText } from '../../parts/visible-text';
import { attemptDifferences } from './attempt-differences';
import './compared-view.css';

interface Props {
  readonly before: ShownAttempt;
  readonly attempt: ShownAttempt;
}

/** What an attempt has different from the one before: the headers that were sent, and the answer. */
export function ComparedView({ before, attempt }: Props) {
  const { request, answer } = attemptDifferences(before, attempt);
  return (
    <>
      <p className="fine">
        Attempt {before.attempt_number} on the left, attempt {attempt.attempt_number} on the right.
      </p>
      <h3>Answer</h3>
      <Table differences={answer} same="Both answers are the same." />
      <h3>Request</h3>
      <Table differences={request} same="Both requests are the same." />
    </>
  );
}

interface TableProps {
  readonly differences: readonly Difference[];
  /** Said when there are none. */
  readonly same: string;
}

function Table({ differences, same }: TableProps) {
  if (differences.length === 0) return <p className="empty">{same}</p>;
  return (
    <dl className="compared">
      {differences.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{visibleText(name)}</dt>
          <dd>
            <del>{visibleOrNothing(before)}</del> <span className="unseen">became</span>{' '}
            <ins>{visibleOrNothing(after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
