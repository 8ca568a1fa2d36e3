import type { ListedChange } from '../calls/audit-log';
import { fieldChanges } from './audit-words';
import type { Difference } from './differences';
import { visibleOrNothing, visibleText } from './visible-text';
import './field-changes.css';

/** So many fields show at once; the rest is folded away. */
const SHOWN = 4;

interface Props {
  readonly change: Pick<ListedChange, 'before' | 'after'>;
}

/** What a change made different, field by field. What had nothing before, or has nothing after, shows its fields as they are. */
export function FieldChanges({ change: { before, after } }: Props) {
  const isBoth = before !== null && after !== null;
  const Lines = isBoth ? Differences : Fields;
  const changes = fieldChanges(before, after).filter((change) => isBoth || !isNothing(change));
  if (changes.length === 0) return null;
  return (
    <div className="field-changes">
      <Lines changes={changes.slice(0, SHOWN)} />
      {changes.length > SHOWN && (
        <details>
          <summary>{changes.length - SHOWN} more</summary>
          <Lines changes={changes.slice(SHOWN)} />
        </details>
      )}
    </div>
  );
}

/** A field that a thing has, and that says nothing. */
function isNothing({ before, after }: Difference): boolean {
  return (after ?? before) === 'null';
}

interface LinesProps {
  readonly changes: readonly Difference[];
}

function Differences({ changes }: LinesProps) {
  return (
    <dl className="differences">
      {changes.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{visibleText(name)}</dt>
          <dd>
            <del>{visibleOrNothing(before)}</del> <span aria-hidden="true">→</span>{' '}
            <ins>{visibleOrNothing(after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Fields({ changes }: LinesProps) {
  return (
    <dl className="fields">
      {changes.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{visibleText(name)}</dt>
          <dd>{visibleText(after ?? before ?? '')}</dd>
        </div>
      ))}
    </dl>
  );
}
